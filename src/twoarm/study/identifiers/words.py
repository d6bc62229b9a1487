"""The names that columns with direct identifiers have in eight languages; accents, capitals and signs apart.

Each list says where in a column's name its words stand: anywhere (``hasta_soyad``), at its end (``home_phone``, but not
``phone_visit``), or as the whole of it (``name``, but not ``drug_name``).
"""

from __future__ import annotations

PERSON_NAME = "a name"
RECORD = "a record number"
PHONE = "a telephone number"
MAIL = "an e-mail address"
ADDRESS = "a postal address"
NATIONAL = "a national number"
BIRTH = "a date of birth"


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(",") if phrase.strip())


ANYWHERE = {
    MAIL: _phrases("email, e mail, eposta, e posta, courriel, correo electronico, posta elettronica"),
    PHONE: _phrases(
        "phone number, phone no, mobile number, mobile no, telephone number, telephone no, cep telefonu, cep tel, cep no"
    ),
    BIRTH: _phrases(
        "dob, date of birth, birth date, birthdate, date birth, birthday, birth day, dogum tarihi, dogum tarih, "
        "dogum gunu, geburtsdatum, geburtstag, geb datum, gebdat, gebdatum, date naissance, date de naissance, "
        "date naiss, fecha nacimiento, fecha de nacimiento, fecha nac, data nascita, data di nascita, "
        "data nascimento, data de nascimento, data nasc, geboortedatum, geb dat"
    ),
    NATIONAL: _phrases(
        "kimlik, tckn, tckimlik, tc no, tcno, t c no, ssn, social security, national id, national identity, "
        "national number, national insurance, nhs number, nhs no, nhsno, passport, pasaport, reisepass, passeport, "
        "pasaporte, passaporto, personalausweis, sozialversicherungsnummer, svnr, versichertennummer, "
        "krankenversichertennummer, securite sociale, seguridad social, codice fiscale, codicefiscale, "
        "tessera sanitaria, cartao cidadao, numero utente, burgerservicenummer, rijksregisternummer, personnummer, "
        "insurance number, insurance no, sigorta no, medicare number, driver license, drivers license, id card"
    ),
    RECORD: _phrases(
        "mrn, medical record, medical record number, record number, record no, chart number, chart no, hospital number, "
        "hospital no, file number, file no, inpatient number, inpatient no, accession number, accession no, "
        "encounter number, encounter no, account number, dosya no, dosya numarasi, dosyano, protokol no, protokol "
        "numarasi, protokolno, kayit no, kayit numarasi, hasta no, hasta numarasi, hastano, aktenzeichen, akten nr, "
        "aktennummer, fallnummer, fall nr, patientennummer, patienten nr, aufnahmenummer, numero dossier, "
        "numero de dossier, no dossier, num dossier, historia clinica, numero historia, nhc, cartella clinica, "
        "numero cartella, prontuario, dossiernummer, dossier nr, patientnummer"
    ),
    ADDRESS: _phrases("home address, street address, postal address, mailing address, ev adresi"),
    PERSON_NAME: _phrases(
        "surname, last name, lastname, first name, firstname, forename, given name, family name, maiden name, "
        "middle name, soyad, soyadi, soyisim, soyismi, adsoyad, adisoyadi, ad soyad, nachname, vorname, familienname, "
        "nom de famille, nom prenom, prenom, apellido, apellidos, cognome, sobrenome, apelido, achternaam, voornaam"
    ),
}
AT_THE_END = {
    MAIL: _phrases("mail, correo, email address, mail address"),
    PHONE: _phrases(
        "phone, telephone, tel, cellphone, cell phone, mobile phone, gsm, telefon, telefonu, "
        "telefono, telefone, telefonnummer, handynummer, movil, celular, cellulare, telefoon, telefoonnummer, fax"
    ),
    ADDRESS: _phrases(
        "address, adres, adresi, adresse, anschrift, direccion, domicilio, indirizzo, endereco, morada, street, strasse, "
        "straat, wohnort, zip, zip code, zipcode, postcode, postal code, plz, postleitzahl, posta kodu, code postal, "
        "codigo postal, codice postale"
    ),
}
ALONE = {
    PHONE: _phrases("cep, handy, portable"),
    BIRTH: _phrases("born, dogum, ddn"),
    NATIONAL: _phrases("dni, nie, nif, nss, nir, cpf, bsn, nino"),
    RECORD: _phrases("dosya, protokol, akte, dossier, cartella"),
    PERSON_NAME: _phrases(
        "name, names, full name, ad, adi, isim, ismi, adi soyadi, nom, nombre, nome, naam, initials"
    ),
}
# Before a name, these make it a person's: `name` means nobody in `drug_name`, and somebody in `patient_name`.
PERSONS = _phrases(
    "patient, patients, pat, pt, subject, participant, person, client, resident, mother, father, parent, guardian, "
    "spouse, relative, contact, surgeon, doctor, physician, nurse, operator, my, your, full, hasta, hastanin, anne, baba, "
    "doktor, cerrah, kisi, patienten, arzt, du, de, del, della, do, da, paciente, paziente, medecin, medico, "
    "patiente, van, of, the, complete, komplett"
)
# After a name these change nothing: `phone_1`, `address_line_2`, `phone_no`.
COUNTERS = _phrases("no, nr, number, num, numara, numarasi, numero, nummer, line, home, work, ev, is")
# A column of nothing but these says whether, not what: whether there is an e-mail address, say.
ANSWERS = _phrases(
    "0, 1, y, n, j, e, h, s, t, f, yes, no, true, false, ja, nein, evet, hayir, hayır, var, yok, oui, non, si, sí, sim, nee"
)
