"""What a house's word list must see through, and what it must leave alone.

Rows of the first table: the words meant, and texts in which they are dressed up. The second holds
texts that only look as if they held an entry. Both were written together with the lists' reading
of texts, so they are no measure of disguises that nobody here has thought of.
"""

ENTRIES = """
# English
fuck*
motherfuck*
shit*
bullshit*
!shitake*
bitch*
asshole*
ass
arse
cunt*
cock
cocks
dick
dickhead*
tits
cum
slut*
whore*
wank*
!wankel*
moron
scum
kill yourself
go to hell
# Russian
сука
суки
суке
суку
сукой
хуй*
*хуй
!*страхуй
!психуй
хуе*
хуя*
пизд*
распизд*
бляд*
блят*
бля
ебат*
ебан*
ебал*
заеб*
долбоеб*
мудак*
гандон*
дебил*
урод
уроды
мразь
тварь
гнида
жоп*
говн*
убей себя
пошел на
# Uzbek and Persian
аҳмоқ*
ahmoq*
احمق
کثافت
"""

DISGUISES = {
    "look-alike letters of other alphabets": """
fuсk | fυck | ƒuck | ꜰᴜᴄᴋ | fuсkіng | shіt | ѕhit | ꜱʜɪᴛ | bіtсh | аsshоlе | сunt | сосk | ԁick
ѕlut | whоrе | ᴡʜᴏʀᴇ | mоrоn | ѕcum | kіll уоursеlf | cyка | cукa | cyka | cуkи | xуй | хyй | xyй
xуeвый | пиздeц | пизdец | блядb | бляdь | eбать | ебaть | eбaть | ебaный | мyдaк | mудак | мудak
дeбил | ypoд | ypoд | мpaзь | твapь | гoвнo | жoпa | гaндoн | зaeбaл | yбeй сeбя | аҳmоқ
""",
    "alphabets mixed by sound": """
фuck | fуck | шit | сuka сука | пizdец | пиzдец | бlядь | бляtь | мuдак | дebил | huй | гoвno
ебаl | xuй | zаебал | жопu
""",
    "invisible characters": """
fu\u200bck | f\u200du\u200dc\u200dk | sh\u00adit | bi\u2060tch | c\ufe0fock | су\u200bка
х\u200cуй | пиз\u00adда | бля\u2060дь | е\u200b\u200bбать | м\u034fудак | احم\u200cق
""",
    "accents and piles of marks": """
fùck | ḟúćḱ | fu̶c̶k̶ | s̷h̷i̷t̷ | bïtch | çunt | f̸̢̛̝͕u̷͎͝c̶͉̓k̵̨͊ | су̀ка | х́у́й | пи́зда
с̶у̶к̶а̶ | ёбаный | мудáк | ғандон | کِثافَت
""",
    "repeated letters": """
fuuuck | fuckkkk | fffuuuccckkk | fuuck | shiiit | shhhiiittt | biiitch | aaassshole | cuuunt
sluuuut | суууука | сукааа | хуууй | пиииздец | бляяядь | блляять | ебааать | мудааак | дебииил
урооод
""",
    "full-width and other forms": """
ｆｕｃｋ | ｓｈｉｔ | ＢＩＴＣＨ | 𝐟𝐮𝐜𝐤 | 𝓼𝓱𝓲𝓽 | 𝔣𝔲𝔠𝔨 | 𝚋𝚒𝚝𝚌𝚑 | ⓕⓤⓒⓚ | 🅵🆄🅲🅺 | 🅕🅤🅒🅚
🇫🇺🇨🇰 | ₛₕᵢₜ | ᶠᵘᶜᵏ
""",
    "digits and signs for letters": """
5hit | sh1t | sh!t | $hit | $h1t | b1tch | b!tch | 8itch | a55hole | a$$hole | @sshole | @ss
a$$ | 4ss | c0ck | d1ck | d!ck | t1ts | fvck | f@ck | phuck | wh0re | m0r0n | k1ll y0urs3lf
5lut | sh17 | cun7 | пи3да | пи3дец | п1здец | п!здец | п@здец | 6лядь | 6ля | бл9дь | е6ать
3аебал | му9ак | муд4к | мyд@к | г0вно | ж0па | де6ил | ур0д | xy1 | }|{опа | су|<а | nuздец
""",
    "letters apart": """
f u c k | f.u.c.k | f-u-c-k | f_u_c_k | f u c k you | f u c k y o u | F . U . C . K | s h i t
s-h-i-t | b i t c h | a s s h o l e | f*u*c*k | f/u/c/k | k i l l yourself | fu-ck | fu.ck
sh-it | с у к а | с.у.к.а | с-у-к-а | с_у_к_а | х у й | х.у.й | п и з д е ц | б л я д ь | б-л-я
м у д а к | у р о д | х*у*й | су-ка | пиз-дец | с  у  к  а | е б а т ь | д е б и л ы
""",
    "letters covered": """
f*ck | f**k | f*cking | sh*t | b*tch | c*nt | f#ck | с*ка | х*й | п*здец | пи**ец | бл*дь | е*ать
муд*к
""",
    "several at once": """
ＦＵ¢К | f\u200bυυυck | 5 h 1 t | $.h.1.t | b!1tch | с у k a | x_y_й | ХУ\u200bЙНЯ | cуууkа
пuuuзdец | 6 л я д ь | E6АТЬ | М У D А К | d e б i л | заe6aл | Ｓ Ｈ Ｉ Ｔ | ᶠuuuᶜk
ki\u200bll yourse1f
""",
    "written when all was done, to see": """
fUсKed | ѕhіttу | b_i_t_c_h | bіtchez | с.ука | хуʁ | ху́ёво | пизdа | пи3дюк | 6лядина | ебаnый
3аеба́л | му дак | г0вн0 | жooпа | д е б и л | ур0ды | тв@рь | мраzь | гнuда | хy*ня | пох*й
похуй | нахуй | на х у й | a s s | a.s.s | arrrse | d!ckhead | c.u.n.t.s | c0cks | cUm | c u m
wаnker | m0th3rfuck3r | motherf**ker | bu11shit | bull$hit | wh0res | $lut | sсum
k.i.l.l yourself | kill   your-self | go 2 hell | go to he11 | ah\u200bmoq | аxмоқ
""",
}

INNOCENTS = """
Scunthorpe | Penistone | Sussex and Essex | the cockpit | a cocktail, please | Hancock | peacocks
Charles Dickens | Emily Dickinson | we assess it | first class | an assassin | bass guitar
the passage | embarrassing | Cunningham | the document | a cucumber | cumin seeds | to accumulate
the title | Titan | constitution | swanky bars | the Wankel engine | shiitake mushrooms
shitake mushrooms | cockle shells | Arsenal won | arsenic in the well | hello there | shell
scumble the paint | a canal | analysis | Al-Assad said | as Sir John said | push it harder
Who’s hit? | pen is red | it is his hit | mass hit rates | as soon as | glass ceiling
so what, he said | if you see Kay | a bit chilly | such a fuss | luck and duck | Buck fell
the deck | focus | fact-check | funk music | fork and knife | shut the door | ship it | sheet
shirt | short | batch | beach | botch it | ditch | which | count me in | country | can’t | coke
clock | slate | slot | where is it? | who're they? | moon | maroon | marron glacé | Matsushita
hors d’œuvre | 455 people came | 45s and 33s | in 4 s | 5 hits | 5h 17 min | 1 455 000
8 billion | a 5-5 draw | 4 x 4 | 2*2=4 | 5*5*5 | a*b*c | **bold** words | #title | @home | $100
C+ or B+ | A.S.S.R. | U.S.S.R. | F.C. Köln | S c u n t h o r p e | a s s e s s | C L A S S !
i.e. the one | p. s. s. l. | Mr. T. I. Ts | www.expertsexchange.com | kill time yourself
go to Helsinki | kill your self-esteem | Cockburn | Babcock | Hitchcock | Moby Dickson | хлеб
хлеба и зрелищ | мебель | небо | себя | тебе | потреблять | употребление | оскорблять | ребята
ребро | гребля | скребла | колебать | колебания | стебель | застрахуй машину | страхуй
подстрахуй меня | не психуй | рубля | рублями | корабля | ансамбля | бляха | блямба | бледный
обледенение | барсук | барсука | сук дерева | сукно | суккулент | сучок | досуха | Сукачёв
присуждать | посуда | мудрец | мудрый | судак | чудак | чумак | Гондурас | гондола | мандарин
команда | гарднер | Гордон | урожай | уроженец | уродился хороший | природа | у рода своего
дебет | дебют | дебри | морозный | творог | творить | твердь | гнилой | гнездо | жокей | жонглёр
Жора | говорить | говор | Говард | гавань | анналы истории | соскучился | соскочил | сосок
команды | убей комара | береги себя, убей время | пошёл снег | пошла на работу | хутор | Хуан
Хуанхэ | худой | ухудшение | хула | хулиган | духи | пихта | ebay | ebayский магазин | ebola
iPhone-ом | COVIDом | PR-щик | SMSка | 3D-принтер | 5G | 4K-видео | Wi-Fi | Jiang Hui
Huy, Belgium | Sukarno | hybris | cyan | Pisa | Пиза | пиццерия | пизанская башня | т.е. и т.п.
и т. д. и т. п. | а я и сам с ней | и у нас с ним | К Л А С С ! | С О Ч И | С.С.С.Р.
Х.У. Сидоров | № 455 | в 6 лян | 3а | 100 м | 7-й ряд | 6-я линия | 1-я и 2-я | 1941–1945 | 15:30
+998 90 123 45 67 | ахиллес | Аҳмад | ahmad | احمد | کثیر | حقوق | می‌رود | qo'shiq | o'zbek
bo‘lyapti | sukunat | kutish | bilan
""".strip()


def disguises() -> list[tuple[str, str]]:
    """Return the disguises with what kind each is."""
    return [
        (kind, text.strip())
        for kind, rows in DISGUISES.items()
        for line in rows.strip().splitlines()
        for text in line.split(" | ")
    ]


def innocents() -> list[str]:
    """Return the texts in which nothing is to be found."""
    return [text.strip() for line in INNOCENTS.splitlines() for text in line.split(" | ")]
