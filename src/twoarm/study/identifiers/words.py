"""The names that columns with direct identifiers have in Latin letters; accents, capitals and signs apart.

Each list says where in a column's name its words stand: anywhere (``hasta_soyad``), at its end (``home_phone``, but not
``phone_visit``), or as the whole of it (``name``, but not ``drug_name``). Other scripts: `other_scripts`.
"""

from __future__ import annotations

from twoarm.study.identifiers.spelling import phrases


def _cells(text: str) -> frozenset[str]:
    return frozenset(cell.strip() for cell in text.split(",") if cell.strip())


PERSON_NAME = "a name"
RECORD = "a record number"
PHONE = "a telephone number"
MAIL = "an e-mail address"
ADDRESS = "a postal address"
NATIONAL = "a national number"
BIRTH = "a date of birth"

ANYWHERE = {
    MAIL: phrases(
        "email, e mail, eposta, e posta, courriel, correo electronico, posta elettronica, "
        "poczta elektroniczna, adres mailowy, youxiang, dianzi youxiang"
    ),
    PHONE: phrases(
        "phone number, phone no, mobile number, mobile no, telephone number, telephone no, "
        "cep telefonu, cep tel, cep no, "
        "numer telefonu, nr telefonu, nr tel, dianhua, shouji, dianhuahaoma, denwa, denwabangou"
    ),
    BIRTH: phrases(
        "dob, date of birth, birth date, birthdate, date birth, birthday, birth day, dogum tarihi, dogum tarih, "
        "dogum gunu, geburtsdatum, geburtstag, geb datum, gebdat, gebdatum, date naissance, date de naissance, "
        "date naiss, fecha nacimiento, fecha de nacimiento, fecha nac, data nascita, data di nascita, "
        "data nascimento, data de nascimento, data nasc, geboortedatum, geb dat, data "
        "urodzenia, data ur, nacimiento fecha, "
        "chusheng riqi, seinengappi"
    ),
    NATIONAL: phrases(
        "kimlik, tckn, tckimlik, tc no, tcno, t c no, ssn, social security, national id, national identity, "
        "national number, national insurance, nhs number, nhs no, nhsno, passport, pasaport, reisepass, passeport, "
        "pasaporte, passaporto, personalausweis, sozialversicherungsnummer, svnr, versichertennummer, "
        "krankenversichertennummer, securite sociale, seguridad social, codice fiscale, codicefiscale, "
        "tessera sanitaria, cartao cidadao, numero utente, burgerservicenummer, rijksregisternummer, personnummer, "
        "insurance number, insurance no, sigorta no, medicare number, driver license, drivers license, id card, "
        "pesel, curp, aadhaar, aadhar, snils, shenfenzheng, kvnr, numero de securite "
        "sociale, tarjeta sanitaria, cartao sus"
    ),
    RECORD: phrases(
        "mrn, medical record, medical record number, record number, record no, chart number, "
        "chart no, hospital number, "
        "hospital no, file number, file no, inpatient number, inpatient no, accession number, accession no, "
        "encounter number, encounter no, account number, dosya no, dosya numarasi, dosyano, protokol no, protokol "
        "numarasi, protokolno, kayit no, kayit numarasi, hasta no, hasta numarasi, hastano, aktenzeichen, akten nr, "
        "aktennummer, fallnummer, fall nr, patientennummer, patienten nr, aufnahmenummer, numero dossier, "
        "numero de dossier, no dossier, num dossier, historia clinica, numero historia, nhc, cartella clinica, "
        "numero cartella, prontuario, dossiernummer, dossier nr, patientnummer, uhid, mr "
        "number, hospital registration number, "
        "case sheet number, fallnr, aufnahmenr, krankenaktennummer, no historia, num historia, numero de historia, "
        "numero expediente, numero de expediente, no expediente, no atendimento, no de "
        "atendimento, numero de atendimento, "
        "numero do registro, numero nosologico, nosologico, no cartella, numero de sejour, "
        "no sejour, nr historii choroby, "
        "numer historii choroby, historia choroby, nr ksiegi, ksiegi glownej, nr kartoteki, zhuyuanhao, binglihao, "
        "zhuyuan hao, bingli hao, menzhenhao, karte bangou, hasta dosya, hasta protokol"
    ),
    ADDRESS: phrases("home address, street address, postal address, mailing address, ev adresi"),
    PERSON_NAME: phrases(
        "surname, last name, lastname, first name, firstname, forename, given name, family name, maiden name, "
        "middle name, soyad, soyadi, soyisim, soyismi, adsoyad, adisoyadi, ad soyad, "
        "nachname, vorname, familienname, "
        "nom de famille, nom prenom, prenom, apellido, apellidos, cognome, sobrenome, "
        "apelido, achternaam, voornaam, nazwisko, imie, imie i nazwisko, imie nazwisko, "
        "real name, true name, xingming, shimei, nom patient, nombre del paciente, nome paziente"
    ),
}
AT_THE_END = {
    MAIL: phrases("mail, correo, email address, mail address"),
    PHONE: phrases(
        "phone, telephone, tel, cellphone, cell phone, mobile phone, gsm, telefon, telefonu, "
        "telefono, telefone, telefonnummer, handynummer, movil, celular, cellulare, telefoon, telefoonnummer, fax"
    ),
    ADDRESS: phrases(
        "address, adres, adresi, adresse, anschrift, direccion, domicilio, indirizzo, "
        "endereco, morada, street, strasse, "
        "straat, wohnort, zip, zip code, zipcode, postcode, postal code, plz, postleitzahl, posta kodu, code postal, "
        "codigo postal, codice postale, kod pocztowy, adres zamieszkania, zamieszkania, jiatingzhuzhi"
    ),
}
ALONE = {
    PHONE: phrases("cep, handy, portable, contact, contact no, contact number, mob, mob no, komorka"),
    BIRTH: phrases("born, dogum, ddn"),
    NATIONAL: phrases("dni, nie, nif, nss, nir, cpf, bsn, nino, nhs, rg, cnp, sus, cip, nik, cnic"),
    RECORD: phrases(
        "dosya, protokol, akte, dossier, cartella, expediente, historia, registro, "
        "matricula, ipp, iep, nda, sdo, kartoteka"
    ),
    PERSON_NAME: phrases(
        "name, names, full name, ad, adi, isim, ismi, adi soyadi, nom, nombre, nome, naam, initials"
    ),
}
# The word for a number, after (``IP No``) or before (``no. registro``) what it is a number of: it is one where its cells
# are long and differ, and a count or a code (``op_no`` 1, 2 and 3) where they are not.
NUMBERED_THINGS = phrases(
    "op, ip, opd, ipd, oph, mr, mrd, cr, hn, hosp, hospital, reg, registration, regd, adm, admission, episode, case, "
    "visit, chart, folder, patient, pat, pt, bed, ward, bill, invoice, lab, specimen, "
    "slide, biopsy, path, accession, card, "
    "unit, er, icu, file, health, member, insurance, policy, encounter, enc, acc, order, "
    "dosya, protokol, kayit, basvuru, "
    "hasta, yatis, fall, akte, akten, aufnahme, patienten, kranken, fichier, dossier, "
    "sejour, admission, patient, historia, "
    "expediente, registro, paciente, ingreso, episodio, afiliacion, atendimento, "
    "matricula, internacao, cartella, ricovero, "
    "paziente, pratica, historii, kartoteki, pacjenta, ksiegi, karty, zhuyuan, bingli, dengji"
)
NUMBERED_ALONE = phrases(
    "op, ip, opd, ipd, mr, mrd, hn, reg, regd, registration, accession, chart, protokol, matricula"
)
NUMBERS = phrases("no, nos, nr, num, number, numara, numarasi, numero, nummer, numer, hao, bangou, bango, id")
# Whose name stands below it: of patients, and of those who treat them.
PROFESSIONS = phrases(
    "surgeon, surgeons, operator, doctor, dr, physician, consultant, anaesthetist, anesthetist, anaesthesiologist, "
    "anesthesiologist, radiologist, pathologist, therapist, physiotherapist, nurse, "
    "cerrah, doktor, hekim, operator doktor, "
    "anestezist, hemsire, operateur, chirurg, arzt, aerztin, arztin, hausarzt, "
    "anasthesist, pfleger, chirurgien, medecin, "
    "medecin traitant, anesthesiste, infirmier, cirujano, cirujana, medico, medica, "
    "anestesista, anestesiologo, enfermero, "
    "enfermera, cirurgiao, cirurgia responsavel, medico responsavel, chirurgo, "
    "operatore, medico curante, primo operatore, "
    "lekarz, operujacy, anestezjolog, chirurg operujacy, zhudao, shushi, shuzhe, shujutsusha"
)
PATIENTS = phrases(
    "patient, patients, pt, pts, hasta, patientin, paciente, paziente, pacjent, pacjentka, client, case, person"
)
# What a profession's column may hold that names nobody: how far somebody has come.
RANKS = phrases(
    "junior, senior, consultant, resident, trainee, fellow, specialist, attending, "
    "registrar, experienced, expert, novice, "
    "staff, professor, assistant, associate, intern, chief, head, low, high, medium, "
    "volume, male, female, other, unknown, "
    "surgeon, operator, doctor, nurse, physician, supervised, independent, team, robot, "
    "manual, primary, secondary, first, "
    "second, assistenzarzt, facharzt, oberarzt, chefarzt, asistan, uzman, interne, chef, residente, especialista, "
    "specializzando, strutturato, rezydent, specjalista, ordynator, none, same, "
    "different, orthopaedic, orthopedic, neuro, "
    "neurosurgeon, general, orthopaedics, general practitioner, urologist, radiologist"
)
# Before a name, these make it a person's: `name` means nobody in `drug_name`, and somebody in `patient_name`.
PERSONS = phrases(
    "patient, patients, pat, pt, subject, participant, person, client, resident, mother, father, parent, guardian, "
    "spouse, relative, contact, surgeon, doctor, physician, nurse, operator, my, your, "
    "full, hasta, hastanin, anne, baba, "
    "doktor, cerrah, kisi, patienten, arzt, du, de, del, della, do, da, paciente, paziente, medecin, medico, "
    "patiente, van, of, the, complete, komplett"
)
# After a name these change nothing: `phone_1`, `address_line_2`, `phone_no`.
COUNTERS = phrases("no, nr, number, num, numara, numarasi, numero, nummer, line, home, work, ev, is")
# A column of nothing but these says whether, not what: whether there is an e-mail address, say.
ANSWERS = _cells(
    "0, 1, y, n, j, e, h, s, t, f, yes, no, true, false, ja, nein, evet, hayir, hayır, "
    "var, yok, oui, non, si, sí, sim, nee, "
    "tak, nie, ja, nao, não, sí, possible, unknown, missing, na, none"
)
