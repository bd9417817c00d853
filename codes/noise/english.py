"""Common English words, as the dictionary of a phone has them; for T9 and autocorrection."""

_LINES = """ about above ace act add after again age ago aid aim air ale all also am an and any ape apple
apt arc are area arm army art as ash ask at ate aunt auto away awe axe baby back bad bag bake ball ban band
bang bank bar bare barn base bat bath bay be beach bead beam bean bear beat bed bee beef been beer bell belt
bend best bet bid big bike bill bin bird bit bite black blue board boat body boil bold bolt bomb bond bone
book boot born boss both bow bowl box boy brave bread break brick bring broke brown bud bug build bull bus
bush busy but buy by cab cage cake call calm came camp can cane cap car card care cart case cash cat cave
cell chain chair chase check chin city clay clean clear clip clock close cloth cloud club coal coast coat
code coin cold come cook cool cop copy cord corn cost cot cow crab crew crop cross crow cry cup cure cut dad
dam damp dark dart dash data date dawn day dead deaf deal dear death debt deck deep deer den dent desk dial
did die dig dim dip dirt disc dish do dock dog doll done door dot down drag draw dream dress drop drug drum
dry duck due dug dull dust duty each ear early earn east easy eat edge egg eight end era even ever exit eye
face fact fade fail fair fall false far farm fast fat fate fear fed fee feed feel feet fell felt few field
fig fight file fill film find fine fire firm fish fist fit five fix flag flat flew flow fly fog fold folk
food fool foot for force form fort four fox free from front fuel full fun fur fuse game gap gas gate gave
gear get gift girl give glad glass go goal goat god gold gone good got grab gray great green grey grip grow
gun gut guy had hair half hall ham hand hang hard harm has hat hate have he head heal hear heat heavy held
hell help hen her here hero hid hide high hill him hint hip his hit hold hole home honey hook hop hope horn
horse host hot hotel hour house how hub hug huge hunt hurt ice idea if ill in inch ink inn into iron is
island it item its jail jam jar jaw jet job join joke joy jump jury just keep kept key kick kid kill kind
king kiss kit knee knife knot know lab lack lad lady laid lake lamb lamp land lane large last late law lay
lead leaf leak lean left leg lend less let letter lid lie life lift light like limb line link lion lip list
live load loan lock log long look lord lose loss lost lot loud love low luck lunch mad made maid mail main
make male man many map mark mask mass mat match mate may me meal mean meat meet melt men mess met metal mice
mild mile milk mill mind mine mint miss mist mix mob mode monkey month mood moon more most moth mouth move
much mud mug must my nail name near neck need nest net new news next nice night nine no nod noise none noon
nor north nose not note now nude nut oak oar odd of off oil ok old on once one only onto open or order other
our out oven over owe owl own pace pack page paid pain paint pair pal palm pan paper park part pass past
path pay pea peace peak pen per pet pick picture pie pig pile pill pin pine pink pipe pit place plan plane
plant plate play plot plug plus pod point pole police pond pool poor pop port post pot pound pour power pray
press price pride prize proof pub pull pump pure push put queen quick quiet quit race rack rail rain ran
rank rare rat rate raw ray read real rear red rent rest rib rice rich rid ride right ring rip rise risk
river road rob rock rod role roll roof room root rope rose rot rough round route row royal rub rude rug rule
run rush sad safe said sail salt same sand sat save saw say scale school sea seal seat see seed seem seen
self sell send sent set seven sew sex shade shape share sharp she sheet ship shirt shoe shop short shot show
shut sick side sight sign silk sing sink sir sit site six size skin sky slave sleep slip slow small smell
smile smoke snake snow so soap sock soft soil sold son song soon sort sound soup south space spare speed
spend spin spot spy star start state stay steal steel step stick still stone stop store storm story street
strong such sugar suit sum sun sure swim table tail take tale talk tall tank tap tape task taste tax tea
teach team tear tell ten tent test text than thank that the them then there they thick thin thing third this
those three tie tiger tight time tin tip tire to today toe told tomb tone too took tool tooth top total
touch tour town toy track trade train trap tree trick trip truck true trust try tube turn twin two type ugly
uncle under unit until up upon us use van vase very view visit voice vote wage wait wake walk wall want war
warm was wash watch water wave way we weak wear web week well went were west wet what wheel when where which
white who whole why wide wife wild will win wind window wine wing winter wire wise wish with wolf woman won
wood wool word work world worm worry worse wrong yard year yell yellow yes yet you young your zero zone zoo
"""
WORDS = frozenset(_LINES.upper().split())
