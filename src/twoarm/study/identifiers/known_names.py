"""Names that many persons have, by which a column of names is told from one of places, drugs or diagnoses.

Of given names the commonest of people who are patients today; a column of names has one of them in many cells, whatever
the others are. Of surnames those with which most Chinese, Korean and Japanese names begin.
"""

from __future__ import annotations

from twoarm.study.identifiers.spelling import words_in

GIVEN_NAMES = frozenset(
    words_in(
        """
    james john robert michael william david richard thomas charles joseph daniel matthew anthony mark paul steven andrew
    kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry
    justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry peter henry arthur
    simon martin graham keith alan ian colin neil stuart craig philip roger mary patricia jennifer linda elizabeth barbara
    susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy
    melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen
    samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie joan jane joyce ann
    anne jean alice claire lucy hannah fiona lesley gillian tracey louise charlotte sophie olivia
    hans peter wolfgang klaus jurgen dieter manfred uwe gunter horst bernd werner heinz karl helmut gerhard heinrich rainer
    jorg stefan andreas christian frank michael ursula helga renate monika ingrid brigitte gisela petra sabine karin
    christa elke birgit angelika gabriele andrea susanne heike jutta hannelore erika irmgard elfriede waltraud dirk
    jean pierre michel andre philippe rene louis alain jacques bernard marcel daniel roger robert claude christian henri
    francois nicolas olivier laurent thierry patrice marie jeanne francoise monique catherine nathalie isabelle jacqueline
    anne sylvie martine madeleine nicole suzanne helene christine denise margot celine valerie aurelie
    antonio jose manuel francisco juan javier carlos luis miguel pedro alejandro rafael angel fernando pablo jorge sergio
    alberto ramon enrique diego carmen josefa isabel dolores pilar teresa ana francisca cristina concepcion rosario mercedes
    rosa lucia marta juana raquel beatriz encarnacion montserrat
    joao paulo antonio marcos luiz lucas pedro marcelo eduardo rodrigo felipe bruno gustavo joaquim tiago ana francisca
    antonia adriana juliana fernanda patricia aline sandra camila amanda beatriz luiza mariana larissa leticia
    giuseppe giovanni mario luigi francesco vincenzo pietro salvatore carlo franco domenico bruno paolo giorgio luciano
    marco andrea roberto stefano alessandro matteo lorenzo rosa angela giovanna teresa lucia carmela caterina francesca
    antonietta carla elena concetta rita margherita franca paola giulia chiara federica
    mehmet mustafa ahmet ali huseyin hasan ibrahim ismail osman yusuf murat omer ramazan halil suleyman abdullah mahmut
    recep salih fatih kadir emre hakan adem kemal yasar bekir serkan orhan cemal fatma ayse emine hatice zeynep elif meryem
    sultan hanife merve havva zehra esra fadime hacer yasemin sevim gulsen gulay aysel nurten turkan
    piotr krzysztof andrzej tomasz jan pawel michal marcin stanislaw jerzy marek grzegorz jozef lukasz adam zbigniew tadeusz
    ryszard kazimierz henryk zdzislaw anna katarzyna malgorzata agnieszka barbara krystyna ewa elzbieta zofia teresa
    magdalena joanna janina danuta jadwiga halina irena stanislawa jolanta bozena grazyna
    mohammed mohamed muhammad ahmed ali hassan hussein omar khaled ibrahim youssef abdullah abdul fatima aisha khadija
    zainab maryam priya rajesh sunita anil sanjay ramesh suresh vijay ashok lakshmi kumar singh devi
    александр сергей владимир андрей алексей николай иван дмитрий михаил виктор юрии анатолии василии евгении петр олег
    татьяна елена ольга наталья людмила галина светлана валентина нина анна мария ирина любовь надежда вера екатерина
    محمد احمد علي حسن حسين عمر خالد ابراهيم يوسف سعيد عبد عبدالله محمود مصطفي سعد فهد ناصر سلطان بن بنت ابن ال
    فاطمه عائشه خديجه زينب مريم نوره ساره هند ليلي امينه هدي امل
    राम कुमार सिंह शर्मा देवी वर्मा गुप्ता यादव पटेल लाल प्रसाद कुमारी मिश्रा सीता गीता सुनीता राजेश सुरेश रमेश अनिल संजय
    विजय अशोक मोहन कृष्ण लक्ष्मी कमला शांति मीना प्रिया श्री श्रीमती
    """
    )
)
HAN_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜"
    "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鐘譚陸賈鄒龍賀顧龔錢嚴湯喬賴蘭倪齐伍庞章鲁葛俞聂柴申耿焦欧温季柳祝"
)
JAPANESE_SURNAMES = tuple(
    """
    佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 斉藤
    清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木
    坂本 福田 太田 西村 藤井 金子 岡本 藤原 中野 三浦 原田 中川 松田 竹内 小野 田村 中山 和田 石田 森田
    上田 原 柴田 酒井 工藤 横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 河野 藤本 村田 武田 上野
    杉山 増田 平野 菅原 小島 千葉 久保 大塚 松井 岩崎 野口 木下 松尾 野村 菊地
    """.split()  # noqa: SIM905
)
HANGUL_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차주우구민"
    "나진지엄채원천방공현함변염여추도소석선설마길연위표명기반"
)
