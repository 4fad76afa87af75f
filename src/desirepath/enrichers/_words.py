"""Words that say nothing about what a text is about, in the languages of most feedback."""

from __future__ import annotations

_EN = """
a about after again all also although always am an and any are as at back be because been before
began being both but by came can cannot come could did didn do does doesn doing don done down each
else even ever every everything few for from get gets getting give go going good got great had has
have having he her here him his how however i if in into is isn it its itself just know last like
made make many may maybe me more most much must my myself need never next no nobody nor not
nothing now of off often on once one only or other our out over own please put quite rather really
right said same say see she should since so some something still such take than thank thanks that
the their them then there these they thing things this those though through time times to too took
towards two under until up upon us use used very via want wanted was wasn way we well went were
what when where which while who whole why will with within without won would year years yes yet
you your happy sad nice bad best better worse worst lot lots little bit actually honestly sorry
sadly say surprised unfortunately frank team otherwise thinks zero three four five six seven eight
nine ten twelve twenty thirty forty fifty half twice times monday tuesday wednesday thursday
friday saturday sunday yesterday today tomorrow morning weekend spring summer autumn winter
"""
_DE = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bisher da dabei
dadurch dafür damit danach dann das dass dein dem den der des dessen deshalb die dies diese dieser
dieses doch dort du durch ein eine einem einen einer eines einfach einmal er erst es etwas euch
für gab ganz gar gegen gehabt gern gibt ging gut habe haben hat hatte hatten hier hin ich ihm ihn
ihnen ihr ihre ihren im immer in ins ist ja jede jeder jedes jetzt kann kein keine keinen können
könnte leider machen man mehr mein meine mich mir mit muss nach nicht nichts noch nun nur ob oder
ohne schon sehr sein seine seit sich sie sind so sollte sonst über um und uns unser unter vom von
vor war waren was weil weiter wenn wer werden wie wieder wir wird wo worden wurde wurden zu zum
zur zwar
"""
_FR = """
ai ainsi alors après au aucun aussi autre aux avait avant avec avez avoir bien car ce cela ces cet
cette chez comme contre dans de depuis des donc dont du elle elles en encore entre est et étaient
était été être eu eux fait faire il ils je jusqu la là le les leur leurs lors lui ma mais me même
mes moi moins mon ne ni non nos notre nous on ont ou où par pas pendant peu peut plus pour
pourquoi puis quand que quel quelle qui quoi sa sans se ses si son sont sous sur ta te tes toi ton
toujours tous tout toute toutes très trop tu un une vos votre vous
"""
_ES = """
al algo alguno antes aquí así aunque bien cada casi como con contra cual cuando de del desde
después donde dos el él ella ellos en entre era eran eres es esa ese eso esta está estaba estado
están estar este esto estos fue fueron ha había han hasta hay la las le les lo los más me menos mi
mis mientras muy nada ni no nos nosotros otra otro para pero poco por porque pues que qué quien se
sea según ser si sí siempre sido sin sobre solo son su sus también tan tanto te tiene tienen todo
todos tu un una uno unos usted ya yo
"""
_PT = """
à ainda algo alguém antes ao aos apenas aqui as até bem bom boa com como da das de dele deles
depois do dos e é ela elas ele eles em entre era essa esse esta está estava este eu fez fica foi
foram há isso isto já lá lhe mais mas me mesmo meu meus minha muito muita na nada não nas nem no
nos nossa nosso num numa o os ou outra outro para pela pelo pois por porém porque pra quando que
quem são se sem sempre ser seu seus só sua suas também tem tenho ter teve tive toda todas todo
todos tudo um uma vai vou você super ótimo ótima excelente recomendo adorei gostei parabéns
obrigado obrigada
"""
_IT_NL = """
anche ancora che chi con cui da dal dalla degli del della delle dello dopo dove ed era essere gli
ha hanno ho il io la le lo loro ma mi molto ne nei nel nella noi non nostro ogni per perché più
poi prima quando quello questa questo se sei senza si sono su sua sul sulla suo tra tutto un una
uno aan al alles als ben bij daar dan dat de der deze die dit doch door dus een en er ge geen haar
had heb hebben heeft hem het hier hij hoe hun ik in is ja je kan kon maar me meer men met mij mijn
moet na naar niet niets nog nu of om omdat onder ons ook op over te tegen toch toen tot u uit uw
van veel voor want waren was wat we wel werd wie wij wil worden zal ze zelf zich zij zijn zo
zonder zou
"""
STOP = frozenset(f"{_EN} {_DE} {_FR} {_ES} {_PT} {_IT_NL}".split())
_VAGUE = """
add added average comment comments general generally hard long overall quick specific negative
positive improve allgemein bisschen genau paar gesamt schnell général plutôt vraiment realmente
bastante dois duas dia dias estou gostaria melhor momento nao ordem pouco quero saber tempo otimo
otima rapida rapido rápida rápido
"""
VAGUE = frozenset(_VAGUE.split())
"""Words that may tell texts apart and still name no theme."""
