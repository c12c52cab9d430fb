import type { Asked, Cue, Wanted } from '../plan.ts';

/** What a word of the grammar does. A word may do several things: `visits` is a cue, and counts stops. */
export interface Mark {
  asked?: Asked;
  cue?: Cue;
  wanted?: Wanted;
  order?: 'first' | 'last';
  nth?: number;
  extreme?: 'most' | 'fewest';
  /** A preposition or verb before the place of arrival or departure. */
  end?: 'to' | 'from';
  region?: true;
  date?: 'since' | 'until' | 'before' | 'after' | 'between' | 'from' | 'range';
}

/** Lines of `words separated by commas = marks`; words of a phrase are joined by underscores. */
const english = `
who,whom,whose,who_is,who_was,who_were,whos = asked:who
when_is,when_are = asked:when cue:ahead
when,what_date,which_date,what_day,which_day,what_year,which_year,on_which_day,by_when,since_when = asked:when
where = asked:where
how_many,number_of,number,count,times,time = asked:count
how_often,how_many_times,how_frequently,how_much_times = asked:count cue:often
how_much,how_much_money,amount,amount_of,how_big,how_large,how_high,what_share,by_how_much,how_tall,how_far = asked:amount
price_of,prices_of,cost_of,costs_of = asked:amount cue:price
which,wich,what_countries = asked:which
what,whats,wat,wats,wut,how,tell_me,tell_me_about,explain,describe,show,how_come,what_about,what_abt = asked:what
why,what_caused,what_sparked,what_triggered,what_led_to,cause,causes,reason,reasons,reason_for,cause_of,reasons_for = asked:why
become,became,becomes = cue:be
did,does,do,has,have,had,is,are,was,were,can,could,will_the,been = asked:whether cue:be
visit,visits,visited,visiting,visitor,visitors,travel,travels,travelled,traveled,travelling,journey,journeys,stay,stayed,flew,fly = cue:visit
go,goes,went,gone,come,came,comes,coming,set_foot,arrive,arrived,ever_been,been_to,tour,toured = cue:visit
trip,trips,tours = cue:visit wanted:trip
stop,stops,stopped = cue:visit wanted:stop
meet,meets,met,meeting,meetings,receive,received,receives,saw,see,welcomed,hosted,hosts,host,hosted_by,met_with,greeted,attend,attends,attended,represented,participated,participate,participants = cue:meet
first,earliest,first_time = order:first
oldest_visit,oldest_trip = order:first cue:visit
last,latest,most_recent,recent,last_time,most_recently = order:last
second,second_time = nth:2
third_time = nth:3
most,most_often,highest = extreme:most
fewest,least,least_often,lowest = extreme:fewest
more,more_often,oftener,fewer,rather,earlier,once = cue:more
twice,thrice,more_than_once,more_than_one_time,repeatedly = cue:again
compare,compared,comparison,versus,vs,difference = cue:compare
or = cue:or
new = cue:fresh
new_entries,new_items,whats_new,what_is_new,what_new,news,anything_new,something_new,new_since,new_in,new_on,new_about,new_this,new_today,whats_up,summary_of_the_week,news_of_the_week,week_in_review,weekly_summary,updates,update,what_changed_since,what_has_changed_since = cue:new
planned,plan,plans,planning,upcoming,coming_up,lies_ahead,lie_ahead,is_ahead,scheduled,intend,intends,means_to = cue:planned
will,shall,going_to,would,next,future = cue:future
disagree,disagrees,disagreement,disputed,dispute,disputes,contradict,contradiction,contradictions,discrepancy,discrepancies,differ,differs,conflicting = cue:dispute
say,says,said,think,thinks,argue,argues,argued,believe,believes,claim,claims,comments,commented,quote,quotes,quoted = cue:opinion
view,views,opinion,opinions,analyst,expert = cue:view
article,piece,essay,op-ed,oped,commentary,write-up,writeup = cue:article
articles,pieces,essays,op-eds,opeds,write-ups = cue:article wanted:article
wrote,author,authors,writer,who_wrote,written_by = cue:author
summarise,summarize,summarised,sum_up,tldr,gist,argument,arguments,main_argument,main_arguments,main_point,main_points,key_point,key_points,takeaways,key_takeaways,conclusion,main_idea,main_ideas = cue:gist
biggest_event,biggest_events,biggest_news,main_event,main_events,key_event,key_events,major_event,major_events,important_events = cue:happen
happen,happened,happens,happening,going_on,took_place,take_place,taken_place,event,events,developments,incidents = cue:happen
official,officials,officeholders,leaders,leader = cue:official
lead,led,leads,govern,governs,governed,rule,rules,ruled,head_of_state,runs,in_charge_of,in_power,in_office,term,terms,term_of_office,mandate = cue:lead
term_end,term_ends,term_expire,term_expires,term_over,term_begin,term_start = cue:lead
never,no,not,without,none = cue:never
since = date:since cue:since
until,till,up_to,up_until = date:until
before,prior_to,preceded,precedes,predecessor_of = date:before
after,following,succeeded,succeeds,replaced,took_over_from,successor_of,successor_to = date:after
between = date:between
from = end:from date:from
by = end:from
to,into,in,at,around,near,towards,inside = end:to
region,the_region,here,area = region
country,countries,nation,nations,state,states = wanted:country
city,cities,place,places,town,towns = wanted:place
person,people,persons,politicians,different = wanted:person
dates,date = wanted:date
how_long = cue:long
all,every,each,any,anyone,anybody,among = cue:all
about,on,regarding,concerning,over,abt,bout = cue:about
`;

const ignored = `
a an the of and with for as than then so if it its it's this that these those there their they them his her he she him
ever yet still also just even only please me my our we you your i us_please be being am pls hi hello
w/ yr yrs rn ppl gimme r u own been have has had recorded record records on_record register registered known during while within throughout overall
altogether total together far reach hold holds made make makes making do does did done much many got get getting give
gave had who's where's when's office list lists called name names named one ones five four other others else
both whether against very really actually currently now today's trip_to one's it_is up out off same right
took take taken talk talked talks year years month months day days time thing things something anything
kind sort lot via per know knew held some such due because should must fully need needs under part
guy current role status situation background overview summary detail info information history involvement issue question case matter story development process intervention position
everything anything_else ok okay thx thanks thank_you pls plz hey bye hmm cool great well so_far i_want i_need we_have looking_for look_for interested_in
sitting incumbent serving
tell help_me find_me find_out help_me_find show_me let_me_know give_me up_to_date
good_morning good_afternoon good_evening doing
finally eventually ultimately in_the_end at_last
simple simply briefly timeline chronology short_summary short_overview exist exists appear appears apply applies
use used uses source sources took_part take_part takes_part taking_part whole list together come_from mean means meaning stand_for stands_for definition_of
`;

const otherLanguages = `
источник,источники,страницы,просто = ignore
кто,кого,кем,кому,кто_такой,кто_такая,кто_такое,кто_такие,wer,wen,qui,quién,quien,quiénes,quién_es,quien_es,quiénes_son,quienes_son,кім,kim,ким = asked:who
когда,wann,quand,cuándo,cuando,қашан,qachon = asked:when
где,куда,откуда,wo,wohin,où,dónde,donde,қайда,qayerda = asked:where
сколько_стоит,сколько_стоят,сколько_стоил,сколько_стоило = asked:amount cue:price
сколько_раз,как_часто,wie_oft,combien_de_fois = asked:count cue:often
сколько,wie_viele,combien,cuántos,қанша,nechta = asked:count
какой,какая,какие,каких,каком,welche,welcher,welches,quel,quelle,quels,quelles = asked:which
что,что_такое,о_чем,о_чём,чем,чём,чем_занимается,was_ist,que,qué,не = asked:what
почему,зачем,warum,pourquoi,por_qué,неге,nega = asked:why
был_ли,была_ли,были_ли,ли = asked:whether cue:be
был,была,были,было = cue:be
побывал,побывала,приехал,приезжал,приехала,посетил,посетила,ездил,ездила,прибыл,поехал = cue:visit
визит,визиты,поездка,поездки,venu,venue,allé,besuch,besuchte,reiste,visite,visita,viaje,сапар,tashrif = cue:visit
встреча,встречи,встретил,встретился,встречался,встретились,traf,rencontre,rencontré = cue:meet
первый,первая,первое,первые,впервые,первым,первом,erste,erster,ersten,première,primero = order:first
последний,последняя,последние,последних,последнего,последний_раз,letzte,letzter,letzten,zuletzt,dernier,dernière,último = order:last
что_нового,новости,нового,новое,neues,was_gibt_es_neues,quoi_de_neuf = cue:new
следующий,следующие,ближайшие,ближайший,будущие = cue:future
произошло,происходит,случилось,событие,события = cue:happen
правит,возглавил,возглавила,руководит,возглавляет = cue:lead
планирует,планы,запланировано,geplant,prévu = cue:planned
расходятся,спорят,противоречат = cue:dispute
сказал,говорит,считает,думает = cue:opinion
о,об,про = cue:about
сменил,сменила,заменил,заменила = date:after
предшественник,предшественником = date:before
страны,страна,стран,länder = wanted:country
человек,людей,люди = wanted:person
мнение,мнения,взгляд,оценка = cue:view
статья,статье,статью = cue:article
статьи,статей = cue:article wanted:article
автор,автора,написал,написала,пишет = cue:author
кратко,вкратце,резюме,аргументы,тезисы = cue:gist
новый,новая,новые,сейчас,с,со,и,из,году,год,года,г,раз,в_году,у,по,для,без,за,от,до,к,ко,против,при,над,под,между,или,а,но,же,бы,это,этот,эта,этой,эту,том,самый,самая,самое,самые,самой,самого,ещё,еще,есть,мне,нам,нас,вас,вы,ты,все,всё,расскажи,расскажите,дай,дайте,скажи,покажи,покажите,известно,пожалуйста,привет,спасибо,что_известно,für,der,dem,und,ist,ein,eine,im,von,est,est-il,a-t-il,le,la,les,de,du,des,et,une,de_la = ignore
в,во,на,nach,à,au,aux,en,a,ga = end:to
`;

function readLines(text: string): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const line of text.trim().split('\n')) {
    const [words = '', meaning = ''] = line.split(' = ');
    const mark = Object.fromEntries(
      meaning
        .split(' ')
        .filter((part) => part !== 'ignore')
        .map((part) => {
          const [key = '', value] = part.split(':');
          return [key, key === 'nth' ? Number(value) : (value ?? true)];
        }),
    );
    for (const word of words.split(',')) marks.set(word.trim().replaceAll('_', ' '), mark);
  }
  return marks;
}

/** The grammar of questions: English, and the question words of other languages. */
export const lexicon: ReadonlyMap<string, Mark> = new Map([
  ...ignored
    .trim()
    .split(/\s+/)
    .map((word): [string, Mark] => [word.replaceAll('_', ' '), {}]),
  ...readLines(otherLanguages),
  ...readLines(english),
]);

export const longestPhrase = 4;

/** Nouns of posts. A question for the holder of one that the desk does not list is not answered by other persons. */
export const titles = new Set(
  (
    'president presidents minister ministers prime foreign defence defense finance interior economy premier primeminister chancellor king queen emperor mayor governor ambassador ' +
    'secretary chief head chairman chairwoman speaker director deputy vice envoy commander general pope ' +
    'премьер-министр премьер министр посол мэр король президент президенты'
  ).split(' '),
);

/** All single words of the grammar, for misspelt ones. */
export const grammarWords: ReadonlySet<string> = new Set(
  [...lexicon.keys()].flatMap((phrase) => phrase.split(' ')),
);

/** Question words that show another language than English. */
export const foreignQuestion = new Set(
  'wer wen wann wo wohin wie welche welcher welches warum qui quand où combien quel quelle quels quelles pourquoi'.split(
    ' ',
  ),
);
/** Words of those languages without meaning of their own that are other words in English. */
export const foreignOnly = new Set('die das den war land pays es un'.split(' '));
