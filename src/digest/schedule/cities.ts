/**
 * Large cities and capitals without an IANA zone of their own, by zone. Lower case, without accents; includes old
 * names.
 */
const byZone: Record<string, string> = {
  'Africa/Cairo': 'alexandria, giza',
  'Africa/Casablanca': 'rabat, marrakesh, marrakech, fes, tangier',
  'Africa/Dar_es_Salaam': 'dodoma',
  'Africa/Johannesburg': 'cape town, pretoria, durban',
  'Africa/Lagos': 'abuja, kano, ibadan',
  'America/Argentina/Buenos_Aires': 'rosario',
  'America/Chicago': 'houston, dallas, austin, san antonio, new orleans, minneapolis, st louis, texas',
  'America/Denver': 'salt lake city, albuquerque, colorado',
  'America/Edmonton': 'calgary',
  'America/Los_Angeles':
    'san francisco, seattle, san diego, las vegas, portland, san jose, silicon valley, california, la, sf',
  'America/Mexico_City': 'puebla, guadalajara',
  'America/New_York':
    'washington, washington dc, boston, philadelphia, miami, atlanta, baltimore, pittsburgh, orlando, florida, nyc',
  'America/Sao_Paulo': 'brasilia, rio de janeiro, belo horizonte, rio',
  'America/Toronto': 'ottawa, montreal, quebec, quebec city',
  'Asia/Almaty':
    'astana, nur sultan, nursultan, akmola, alma ata, shymkent, karaganda, qaraghandy, pavlodar, taraz',
  'Asia/Aqtau': 'aktau',
  'Asia/Aqtobe': 'aktobe',
  'Asia/Ashgabat': 'ashkhabad, asgabat, mary, turkmenbashi, turkmenabat',
  'Asia/Bangkok': 'chiang mai',
  'Asia/Bishkek': 'osh, frunze, jalal abad',
  'Asia/Dubai': 'abu dhabi, sharjah',
  'Asia/Dushanbe': 'khujand, stalinabad, leninabad, khorog',
  'Asia/Ho_Chi_Minh': 'hanoi, da nang',
  'Asia/Jakarta': 'bandung, surabaya',
  'Asia/Jerusalem': 'tel aviv, haifa',
  'Asia/Kabul': 'herat, kandahar, mazar i sharif',
  'Asia/Karachi': 'islamabad, lahore, rawalpindi, peshawar, faisalabad',
  'Asia/Kolkata':
    'mumbai, bombay, delhi, new delhi, bangalore, bengaluru, chennai, madras, hyderabad, pune, ahmedabad, jaipur, lucknow, goa',
  'Asia/Oral': 'uralsk, oral',
  'Asia/Qostanay': 'kostanay',
  'Asia/Qyzylorda': 'kyzylorda, baikonur',
  'Asia/Riyadh': 'jeddah, mecca, medina',
  'Asia/Samarkand': 'bukhara, nukus, khiva, urgench',
  'Asia/Seoul': 'busan, incheon',
  'Asia/Shanghai':
    'beijing, peking, guangzhou, shenzhen, chengdu, wuhan, tianjin, xian, nanjing, hangzhou, chongqing, lanzhou',
  'Asia/Tashkent': 'andijan, fergana, namangan, kokand',
  'Asia/Tbilisi': 'batumi',
  'Asia/Tehran': 'mashhad, isfahan, tabriz, shiraz',
  'Asia/Tokyo': 'osaka, kyoto, yokohama, nagoya, sapporo',
  'Asia/Ulaanbaatar': 'ulan bator',
  'Asia/Urumqi': 'kashgar, xinjiang',
  'Asia/Yangon': 'naypyidaw, mandalay',
  'Asia/Yekaterinburg': 'ekaterinburg, chelyabinsk, ufa, perm',
  'Asia/Baku': 'ganja',
  'Australia/Sydney': 'canberra',
  'Europe/Amsterdam': 'the hague, den haag, rotterdam, hague',
  'Europe/Berlin':
    'munich, munchen, frankfurt, hamburg, cologne, koln, bonn, stuttgart, dusseldorf, leipzig, dresden',
  'Europe/Brussels': 'antwerp, bruges',
  'Europe/Istanbul': 'ankara, izmir, antalya, bursa',
  'Europe/Kyiv': 'odesa, odessa, kharkiv, lviv, dnipro',
  'Europe/London':
    'edinburgh, manchester, birmingham, glasgow, cardiff, oxford, cambridge, england, scotland, wales',
  'Europe/Lisbon': 'porto',
  'Europe/Madrid': 'barcelona, valencia, seville',
  'Europe/Moscow': 'saint petersburg, st petersburg, leningrad, kazan, sochi, nizhny novgorod',
  'Europe/Paris': 'lyon, marseille, nice, strasbourg, toulouse, bordeaux',
  'Europe/Rome': 'milan, naples, turin, florence, venice',
  'Europe/Vienna': 'salzburg, graz',
  'Europe/Warsaw': 'krakow, cracow, gdansk, wroclaw, lodz',
  'Europe/Zurich': 'geneva, geneve, genf, bern, berne, basel, lausanne, davos',
  'Pacific/Auckland': 'wellington, christchurch',
};

/** Zone by city. */
export const cities: ReadonlyMap<string, string> = new Map(
  Object.entries(byZone).flatMap(([zone, names]) => names.split(', ').map((name) => [name, zone] as const)),
);
