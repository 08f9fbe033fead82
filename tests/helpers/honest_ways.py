"""Other honest ways to solve each task, as students write them: by loop, query, crosstab or plain Python.
Whatever is in `mine` at the end is handed to `check`.
"""

HOLDS = '["corroborated", "consistent-with-independent-data"]'
FIVE = '["IRNA", "Radio Farda", "Sputnik", "Tabnak", "PMOI"]'
CLAIMS = (
    "both = pd.merge(sentences, marks)\n"
    "both = both.query(\"skill == 'speaking' and label != 'X' and document == 'article'\")\n"
)
BARS = "import matplotlib.pyplot as plt\nfig, mine = plt.subplots()\n"

WAYS = {
    "2015-scale/per-day": [
        "mine = {days: 165 / days for days in [30, 28]}",
        "mine = pd.Series([165 / 30, 165 / 28], index=[30.0, 28.0])",
        "mine = 165 / pd.Series([30, 28], index=['30', '28'])",
    ],
    "2015-scale/days": [
        "w = windows[['first', 'last']].apply(pd.to_datetime)\nmine = (w['last'] - w['first']).dt.days + 1",
        "mine = {}\nfor who, row in windows.iterrows():\n"
        "    mine[who] = (pd.Timestamp(row['last']) - pd.Timestamp(row['first'])).days + 1",
    ],
    "2015-scale/pace": [
        "mine = {who: 30 * row['counted'] / days[who] for who, row in windows.iterrows()}",
        "mine = (windows['counted'] / days * 30).round(1)",
        "mine = windows.counted.mul(30).div(days)",
    ],
    "2015-scale/paces-drawn": [
        f"{BARS}mine.bar(pace.index, pace)\nmine.set(title='Paces', ylabel='Executions in 30 days')",
        "import matplotlib.pyplot as plt\npace.plot.bar(title='Paces')\nplt.ylabel('Number')\nmine "
        "= plt.gca()",
        "mine = pace.to_frame('n').plot(kind='barh', title='Paces', xlabel='In 30 days', legend=False)",
    ],
    "2015-scale/times": ["pace_2 = 246 / 196 * 30\nmine = 165 / pace_2", "mine = round(165 * 196 / "
    "246 / 30, 2)"],
    "2015-scale/factor": [
        "mine = {t: g['high'].max() / g['low'].min() for t, g in both.groupby('topic')}",
        "mine = both.groupby('topic').apply(lambda g: g['high'].max() / g['low'].min())",
        "t = both.groupby('topic').agg({'high': 'max', 'low': 'min'})\nmine = t['high'] / t['low']",
    ],
    "2015-scale/absent": [
        "mine = [name for name in classes if name not in list(mine['kind'])]",
        "mine = pd.Index(classes).difference(mine['kind'])",
        "n = mine['kind'].value_counts().reindex(list(classes), fill_value=0)\nmine = n[n == 0].index",
    ],
    "2015-scale/sound": [
        "t = data.labels().query(\"set == '2015-scale' and skill == 'speaking' and label != 'X'\")\n"
        "mine = t.groupby('document')['label'].apply(lambda one: 100 * (one == 'S0').mean())",
        "t = pd.crosstab(known['document'], known['label']).drop(columns='X')\n"
        "mine = (t['S0'] / t.sum(axis=1) * 100).round()",
        "t = known[known['label'] != 'X']\n"
        "mine = t.groupby('document')['label'].value_counts(normalize=True).unstack()['S0'] * 100",
    ],
    "2015-scale/digits": [
        f"{CLAIMS}both = both[both['set'] == '2015-scale']\n"
        "has = both['text'].str.contains('[0-9]')\n"
        "mine = {'digit': (both[has]['label'] == 'S0').mean() * 100,\n"
        "        'none': (both[~has]['label'] == 'S0').mean() * 100}",
        f"{CLAIMS}both = both[both['set'] == '2015-scale']\n"
        "both['has'] = ['digit' if any(c.isdigit() for c in t) else 'none' for t in both['text']]\n"
        "mine = pd.crosstab(both['has'], both['label'], normalize='index')['S0'] * 100",
    ],
    "2018-main-opposition/spread": [
        "d = rally.query(\"kind != 'in words'\")\n"
        "f = d.query(\"kind != 'perhaps a slip' and kind != 'reported second-hand'\")\n"
        "mine = {'all': d.high.max() / d.low.min(), 'firm': f.high.max() / f.low.min()}",
    ],
    "2018-main-opposition/fits": [
        "mine = [name for name, row in rally.iterrows() if row['low'] < 100_000 and row['high'] >= 20_000\n"
        "        and row['party'] != 'yes' and row['kind'] != 'expectation']",
        "mine = rally.query(\"low <= 99999 and high >= 20000 and party != 'yes' and kind != "
        "'expectation'\").index",
    ],
    "2018-main-opposition/counted": [
        "o = others.query(\"kind == 'estimate' or kind == 'minimum'\")\n"
        "mine = {t: g['high'].max() / g['low'].min() for t, g in o.groupby('topic')}",
    ],
    "2018-main-opposition/own-word": [
        "n = mine['kind'].value_counts()\n"
        "mine = 100 * (n['party-to-the-dispute'] + n['no-source']) / len(mine)",
        "n = mine['kind'].value_counts(normalize=True)\n"
        "mine = 100 * (n['party-to-the-dispute'] + n['no-source'])",
    ],
    "2018-main-opposition/holds": [
        "f = data.figures()\nf = f[(f['set'] == '2018-main-opposition') & f['scored']]\n"
        f"mine = len(f[f['verdict'].isin({HOLDS})]) / len(f) * 100",
        "f = data.figures().query(\"set == '2018-main-opposition' and scored\")\n"
        "n = f.verdict.value_counts(normalize=True) * 100\n"
        "mine = n['corroborated'] + n['consistent-with-independent-data']",
    ],
    "2018-main-opposition/unread": [
        "mine = len(cards) - pd.to_datetime(cards.date, format='%d %B %Y', errors='coerce').count()",
        "mine = 0\nfor one in cards['date']:\n    try:\n        pd.to_datetime(one, format='%d %B %Y')\n"
        "    except ValueError:\n        mine = mine + 1",
    ],
    "2018-main-opposition/later": [
        "mine = list(day[day > '2018-07-20'].index) + ['hrw-2020-02', 'amnesty-2018-1988']",
        "mine = [c for c in cards.index if day[c] > pd.Timestamp(2018, 7, 20)]\n"
        "mine = mine + ['hrw-2020-02'] + ['amnesty-2018-1988']",
    ],
    "2018-main-opposition/by-year": [
        "mine = day.dt.year.value_counts().sort_index().plot.bar(title='Sources', ylabel='Sources')",
        "n = day.dropna().groupby(day.dt.year).count()\n"
        f"{BARS}mine.bar(n.index.astype(int).astype(str), n)\nmine.set(title='By year', ylabel='Sources')",
    ],
    "2018-main-opposition/named": [
        "t = pd.merge(sentences, about)\nt = t[t['side'] == 'movement']\n"
        "t['hit'] = t['text'].str.contains(GROUP)\nmine = t.groupby('set')['hit'].mean() * 100",
        "import re\nt = pd.merge(sentences, about)\nt = t[t['side'] == 'movement']\nmine = {}\n"
        "for name, g in t.groupby('set'):\n"
        "    mine[name] = 100 * sum(bool(re.search(GROUP, one)) for one in g['text']) / len(g)",
    ],
    "2019-back-to-wall/one-voice": [
        "v = mine.query(\"kind != 'no-source' and kind != 'unnamed'\")\n"
        "mine = len(v[v['kind'] == 'government-or-state-media']) / len(v) * 100",
        "v = mine[(mine.kind != 'no-source') & (mine.kind != 'unnamed')]\n"
        "mine = v.kind.value_counts(normalize=True)['government-or-state-media'] * 100",
    ],
    "2019-back-to-wall/without": [
        "mine = sorted(set(body.paragraph) - set(body[body.label == 'S0'].paragraph))",
        "t = pd.crosstab(body['paragraph'], body['label'])\nmine = t[t['S0'] == 0].index",
        "mine = [p for p, g in body.groupby('paragraph') if 'S0' not in g['label'].values]",
    ],
    "2019-back-to-wall/lost": [
        f"n = reports[{FIVE}].sum(axis=1)\nmine = reports[(n > 2) & (reports.article != "
        f"'yes')].index.tolist()",
        "mine = []\nfor point, row in reports.iterrows():\n"
        f"    if sum(row[name] for name in {FIVE}) >= 3 and row['article'] in ('no', 'changed'):\n"
        "        mine.append(point)",
    ],
    "2019-back-to-wall/cards-drawn": [
        "mine = reports.drop(columns='article').sum().plot.bar(title='Points on each card', ylabel='Points')",
        f"{BARS}for name in {FIVE}:\n    mine.bar(name, reports[name].sum())\n"
        "mine.set_title('Points')\nmine.set_ylabel('Number of points')",
    ],
    "2019-back-to-wall/found": [
        f"a = reports[reports['article'].isin(['yes', 'changed'])]\n"
        f"mine = (a[{FIVE}].sum(axis=1) > 0).sum() / len(a) * 100",
        f"a = reports.query(\"article != 'no'\")\nmine = 100 * (a[{FIVE}].max(axis=1) == 1).mean()",
    ],
    "2019-back-to-wall/days": [
        "mine = {n: (pd.Timestamp(s) - pd.Timestamp('2017-12-28')).days for n, s in cities['said'].items()}",
        "mine = (cities['said'].map(pd.Timestamp) - pd.Timestamp(2017, 12, 28)).dt.days",
    ],
    "2019-back-to-wall/spread": [
        "low = cities['low'].drop('cities-article')\nlate = low[days[low.index] >= 30]\n"
        "mine = pd.Series({'all': low.max() / low.min(), 'later': late.max() / late.min()})",
        "c = cities.assign(days=days).drop('cities-article')\nl = c.query('days >= 30')\n"
        "mine = {'all': c.low.max() / c.low.min(), 'later': l.low.max() / l.low.min()}",
    ],
    "2019-back-to-wall/only-later": [
        "mine = tests[tests['day'] > '2019-09-29']['unit']",
        "mine = tests.loc[pd.to_datetime(tests.day) >= pd.Timestamp('2019-09-30'), 'unit'].tolist()",
        "mine = tests.set_index('unit').query(\"day > '2019-09-29'\").index",
    ],
    "2019-back-to-wall/saying": [
        f"{CLAIMS}both = both[both['set'] == '2019-back-to-wall']\n"
        "has = both['text'].str.contains(SAYING, case=False)\n"
        "mine = pd.Series({'saying': (both.label[has] == 'S0').mean(),\n"
        "                  'none': (both.label[~has] == 'S0').mean()}) * 100",
    ],
    "2020-negotiations/posts": [
        "d = pd.to_datetime(posts['text'].str.extract(r'(\\d+ \\w+ \\d{4})')[0])\n"
        "mine = (pd.Timestamp('2020-01-28') - d).dt.days.dropna()",
        "import re\nmine = {}\nfor unit, text in posts['text'].items():\n"
        "    found = re.search(r'\\d+ \\w+ \\d{4}', text)\n    if found:\n"
        "        mine[unit] = (pd.Timestamp('2020-01-28') - pd.Timestamp(found[0])).days",
    ],
    "2020-negotiations/hands": [
        "mine = chains.groupby(chains.chain.str.split(' > ').str[-1]).size()",
        "mine = {}\nfor chain in chains['chain']:\n    last = chain.split(' > ')[-1]\n"
        "    mine[last] = mine.get(last, 0) + 1",
        "from collections import Counter\nmine = Counter(one.split(' > ')[-1] for one in chains['chain'])",
    ],
    "2020-negotiations/hands-drawn": [
        "mine = hands.plot.bar(title='Voices of each last hand', ylabel='Voices')",
        "mine = chains['chain'].str.split(' > ').str[-1].value_counts().plot(kind='barh', "
        "title='T', xlabel='N')",
    ],
    "2020-negotiations/gaps": [
        "mine = events.query(\"day < '2020-01-28' and named == 'no'\")['event'].tolist()",
        "mine = events[(events['day'] < '2020-01-28') & (events['named'] == 'no')]['event']",
        "mine = [r['event'] for _, r in events.iterrows() if r['day'] < '2020-01-28' and r['named'] "
        "!= 'yes']",
    ],
    "2020-negotiations/stretches": [
        "mine = second.groupby(pd.cut(second['day'], edges, labels=stretches, right=False)).size()",
        "mine = pd.cut(second['day'], edges, labels=stretches, right=False).value_counts()",
        "mine = {name: second['day'].between(a, b, inclusive='left').sum()\n"
        "        for name, a, b in zip(stretches, edges, edges[1:])}",
        "d = second['day']\na, b, c = edges[1:4]\n"
        "mine = {stretches[0]: (d < a).sum(), stretches[1]: ((d >= a) & (d < b)).sum(),\n"
        "        stretches[2]: ((d >= b) & (d < c)).sum(), stretches[3]: (d >= c).sum()}",
    ],
    "2020-negotiations/years": [
        "h = sentences[sentences['set'] == '2020-negotiations']\n"
        "mine = h.groupby('document')['text'].apply("
        "lambda t: t.str.contains(r'\\b(?:19|20)\\d\\d\\b').mean() * 100)",
        "h = sentences.query(\"set == '2020-negotiations'\").copy()\n"
        "h['year'] = h['text'].str.count(r'\\b(?:19|20)\\d\\d\\b') > 0\n"
        "mine = h.groupby('document').year.sum() / h.groupby('document').size() * 100",
    ],
    "2020-negotiations/in-print": [
        "mine = november[november['day'] < '2020-01-28'].index",
        "mine = november.query(\"day < '2020-01-28'\").index.tolist()",
    ],
    "2020-negotiations/holds": [
        f"h = figures['verdict'].isin({HOLDS})\n"
        "mine = (h.groupby(figures['note'].str.startswith('nothing')).mean() * 100).rename("
        "{True: 'nothing', False: 'something'})",
        f"h = figures['verdict'].isin({HOLDS})\nn = figures['note'].str[:7] == 'nothing'\n"
        "mine = {'nothing': h[n].mean() * 100, 'something': h[~n].mean() * 100}",
    ],
    "2021-big-blow/window": [
        "first = clues['event'] + pd.to_timedelta(clues['shortest'], 'D')\n"
        "last = clues['event'] + pd.to_timedelta(clues['longest'], 'D')\nmine = first.max(), last.min()",
        "first = max(e + pd.Timedelta(days=s) for e, s in zip(clues['event'], clues['shortest']))\n"
        "last = min(e + pd.Timedelta(days=d) for e, d in zip(clues.event, clues.longest) if d == d)\n"
        "mine = [first.strftime('%Y-%m-%d'), last.strftime('%Y-%m-%d')]",
    ],
    "2021-big-blow/one-side": [
        "mine = verdicts.groupby('set')['verdict'].value_counts(normalize=True)"
        ".unstack()['organiser-or-party-claim'] * 100",
        "mine = verdicts[verdicts['verdict'] == 'organiser-or-party-claim']['set'].value_counts()"
        " / verdicts['set'].value_counts() * 100",
        "mine = pd.crosstab(verdicts['set'], verdicts['verdict'], normalize='index')"
        "['organiser-or-party-claim'] * 100",
    ],
    "2021-big-blow/growth": [
        "low = points.set_index('id').low\nbase = low['points-year-before']\n"
        "mine = {name: (low[name] - base) / base * 100 for name in low.index if name != "
        "'points-year-before'}",
        "low = points.set_index('id')['low']\nmine = (low / low['points-year-before'] * 100 - 100)\n"
        "mine = mine[mine.index != 'points-year-before']",
    ],
    "2021-big-blow/others": [
        "mine = guests.groupby('office')['named_by'].apply(lambda n: (n != 'organisers').mean() * 100)",
        "mine = 100 * guests[guests['named_by'] != 'organisers']['office'].value_counts()"
        " / guests['office'].value_counts()",
    ],
    "2021-big-blow/meeting": [
        "mine = voices.groupby('kind').meeting.mean() * 100",
        "mine = voices[voices['meeting']].groupby('kind').size() / voices.groupby('kind').size() * 100\n"
        "mine = mine.fillna(0)",
        "mine = pd.crosstab(voices['kind'], voices['meeting'], normalize='index')[True] * 100",
    ],
    "2021-big-blow/holding": [
        f"mine = unsourced.groupby('label')['verdict'].apply(lambda v: v.isin({HOLDS}).mean() * 100)",
        f"h = unsourced[unsourced['verdict'].isin({HOLDS})]\n"
        "mine = (h['label'].value_counts() / unsourced['label'].value_counts() * 100).fillna(0)",
    ],
    "2021-big-blow/vote": [
        "v = votes\nmine = {'turnout': v['ballots'] / v['electorate'] * 100, 'ballots': v['Raisi'] "
        "/ v['ballots'] * 100,"
        "\n        'electorate': v['Raisi'] / v['electorate'] * 100}",
        "pairs = {'turnout': ('ballots', 'electorate'), 'ballots': ('Raisi', 'ballots'),\n"
        "         'electorate': ('Raisi', 'electorate')}\n"
        "mine = pd.Series({n: votes[a] / votes[b] for n, (a, b) in pairs.items()}).mul(100).round(1)",
    ],
    "2021-big-blow/vote-drawn": [
        "mine = (votes[1:] / votes['electorate'] * 100).plot.bar(title='The vote', ylabel='per cent')",
        f"part = votes[['ballots', 'valid', 'invalid', 'Raisi']] / votes['electorate'] * 100\n"
        f"{BARS}mine.barh(part.index, part)\nmine.set_title('Vote')\nmine.set_xlabel('Per cent')",
    ],
    "2021-big-blow/stakes": [
        "o = second[second['set'] == '2021-big-blow']\n"
        "mine = o['party'].str.extract(r'^(Yes|No|In part)').fillna('it depends').value_counts()",
        "def kind(text):\n    for one in ('Yes', 'No', 'In part'):\n        if text.startswith(one):\n"
        "            return one\n    return 'it depends'\n"
        "mine = second[second['set'] == '2021-big-blow']['party'].map(kind).value_counts()",
    ],
    "across-figures/join": [
        "mine = len(figures.merge(backed, on=['set', 'unit']))",
        "mine = figures.merge(backed, how='left')['label'].count()",
    ],
    "across-figures/held": [
        "b = joined[joined['note'].str.startswith('nothing')]\n"
        f"h = b['verdict'].isin({HOLDS})\n"
        "mine = h.groupby(b['label'].isna().map({False: 'with a label', True: 'without a label'})).mean()",
    ],
    "across-figures/sourced-and-contradicted": [
        "mine = joined[~joined['note'].str.startswith('nothing') & (joined['verdict'] == "
        "'contradicted')]['unit']",
        "mine = [r['unit'] for _, r in joined.iterrows()\n"
        "        if not r['note'].startswith('nothing') and r['verdict'] == 'contradicted']",
    ],
    "across-figures/party-share": [
        "mine = real[real['label'] != 'X'].groupby('document')['label'].apply(lambda l: (l == 'F2').mean())",
        "t = pd.crosstab(real['document'], real['label'])\nt = t.drop(columns='X', errors='ignore')\n"
        "mine = t['F2'] / t.sum(axis=1)",
    ],
    "across-figures/room": [
        "mine = rally[(rally['low'] <= 25000) & (25000 <= rally['high'])]['id']",
        "mine = rally.query('low <= 25000 <= high')['id'].tolist()",
    ],
    "across-figures/factor": [
        "c = rally[(rally['kind'] == 'estimate') | (rally['kind'] == 'minimum')]\n"
        "mine = max(c['high']) / min(c['low'])",
    ],
    "across-figures/ratios": [
        "mine = {'rally': number['rally-2010-organisers'] / number['rally-2010-police'],\n"
        "        'cities': number['cities-movement'] / number['cities-minister'],\n"
        "        'points': number['points-after'] / number['points-update']}",
    ],
    "across-figures/by-article": [
        "j = joined.assign(holds=holds)\n"
        "mine = (j.groupby('set')['holds'].mean() * 100).plot.bar(title='Figures that hold', "
        "ylabel='Per cent')",
    ],
    "across-forecasts/settled": [
        "f = forecasts.assign(s=forecasts['outcome'].isin(['borne-out', 'partly', 'not-borne-out']))\n"
        "mine = f.groupby('years')['s'].mean()",
        "mine = {y: g['outcome'].isin(['borne-out', 'partly', 'not-borne-out']).sum() / len(g)\n"
        "        for y, g in forecasts.groupby('years')}",
    ],
    "across-forecasts/sentences": [
        "mine = len(set(settled.sentence))",
        "mine = len(settled.drop_duplicates('sentence'))",
        "mine = settled['sentence'].value_counts().size",
    ],
    "across-forecasts/interval": [
        "n = len(last)\nk = (last['outcome'] == 'borne-out').sum()\nz = 1.96\np = k / n\nd = 1 + z * z / n\n"
        "m = (p + z * z / 2 / n) / d\nr = z / d * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5\n"
        "mine = {'low': m - r, 'high': m + r}",
    ],
    "across-forecasts/misses": [
        "mine = 1\nwhile wilson(0, mine)[1] >= 0.1:\n    mine = mine + 1",
        "mine = next(n for n in range(1, 1000) if wilson(0, n)[1] < 0.1)",
    ],
    "across-forecasts/reading": [
        "hit = forecasts['outcome'] == 'borne-out'\nalso = forecasts['also'].apply(lambda a: "
        "'borne-out' in a)\n"
        "alone = forecasts['also'].str.len() == 0\n"
        "mine = {'lowest': (hit & alone).sum(), 'highest': (hit | also).sum()}",
    ],
    "across-forecasts/base-rate": [
        "n = 0\nfor start in range(2009, 2022):\n"
        "    if any(start <= y <= start + 4 for y in waves['year']):\n        n += 1\nmine = n / 13",
        "years = set(waves['year'])\nspans = [set(range(s, s + 5)) for s in range(2009, 2022)]\n"
        "mine = sum(bool(s & years) for s in spans) / len(spans)",
    ],
    "across-forecasts/ahead": [
        "key = set(zip(asked['set'], asked['unit']))\n"
        "s = sentences[sentences['text'].str.contains(AHEAD, case=False)]\n"
        "n = sum(one in key for one in zip(s['set'], s['unit']))\n"
        "mine = {'found': n, 'others': len(s) - n}",
        "s = sentences[sentences['text'].str.contains(AHEAD, case=False)]\n"
        "n = len(s.merge(asked, on=['set', 'unit']))\n"
        "mine = pd.Series({'found': n, 'others': len(s) - n})",
    ],
    "across-sources/look-up": [
        "mine = 1 - rows['kind'].isin(['no-source', 'unnamed']).groupby(rows['set']).mean()",
        "mine = {s: len(g[(g.kind != 'no-source') & (g.kind != 'unnamed')]) / len(g)\n"
        "        for s, g in rows.groupby('set')}",
    ],
    "across-sources/leave-one-out": [
        "whole = (rows['kind'] == 'no-source').mean()\nbest = 0\nfor one in rows['set'].unique():\n"
        "    rest = rows[rows['set'] != one]\n    move = abs((rest['kind'] == 'no-source').mean() - whole)\n"
        "    if move > best:\n        best = move\n        mine = one",
    ],
    "across-sources/parties": [
        "v = rows.query(\"kind not in ['no-source', 'unnamed']\")\n"
        "n = v['kind'].value_counts(normalize=True)\n"
        "mine = n['party-to-the-dispute'] + n['government-or-state-media']",
    ],
    "across-sources/range": [
        "party = rows['kind'] == 'party-to-the-dispute'\n"
        "also = rows['also'].apply(lambda a: 'party-to-the-dispute' in a)\n"
        "mine = {'lowest': (party & (rows['also'].str.len() == 0)).sum(), 'highest': (party | also).sum()}",
    ],
    "across-sources/needed-one": [
        "j = rows[rows['kind'] == 'no-source'].merge(speaking, on=['set', 'unit'])\n"
        "mine = (j['label'] == 'S4').sum()",
        "j = rows.merge(speaking, on=['set', 'unit'], how='left')\n"
        "mine = len(j.query(\"kind == 'no-source' and label == 'S4'\"))",
    ],
    "across-sources/sound-share": [
        "mine = claims[claims['label'] != 'X'].groupby('document')['label']"
        ".apply(lambda l: (l == 'S0').mean())",
        "t = pd.crosstab(claims['document'], claims['label'])\nt = t.drop(columns='X', errors='ignore')\n"
        "mine = t['S0'] / t.sum(axis=1)",
    ],
    "across-sources/mirrors": [
        "t = mirrors.groupby(['set', 'label']).size().unstack(fill_value=0).T\n"
        "mine = (t['mirror-north'] - t['mirror-south']).abs().max()",
        "n = mirrors[mirrors['set'] == 'mirror-north']['label'].value_counts()\n"
        "s = mirrors[mirrors['set'] == 'mirror-south']['label'].value_counts()\n"
        "mine = n.sub(s, fill_value=0).abs().max()",
    ],
    "across-sound/rows": [
        "r = sentences.merge(marks).merge(about)\n"
        "mine = len(r[(r['skill'] == 'speaking') & (r['label'] != 'X') & (r['side'] == 'movement')])",
        "r = pd.merge(pd.merge(sentences, marks), about)\n"
        "mine = ((r.skill == 'speaking') & (r.label != 'X') & (r.side == 'movement')).sum()",
    ],
    "across-sound/digit": [
        "c = claims.copy()\nc['d'] = ['digit' if any(x.isdigit() for x in t) else 'none' for t in "
        "c['text']]\n"
        "mine = c.groupby('d')['sound'].mean() * 100",
        "d = claims['text'].str.contains('[0-9]')\n"
        "mine = {'digit': claims[d]['sound'].mean() * 100, 'none': claims[~d]['sound'].mean() * 100}",
    ],
    "across-sound/saying": [
        "import re\nv = claims['text'].str.contains(SAYING, flags=re.IGNORECASE)\n"
        "mine = {'saying': claims[v]['sound'].mean() * 100, 'none': claims[~v]['sound'].mean() * 100}",
        "v = claims['text'].str.lower().str.contains(SAYING)\n"
        "mine = (claims.groupby(v)['sound'].mean() * 100).rename({True: 'saying', False: 'none'})",
    ],
    "across-sound/place-drawn": [
        "third = pd.cut(claims['place'], [0, 1/3, 2/3, 1], labels=['first', 'middle', 'last'],\n"
        "               include_lowest=True)\n"
        "mine = (claims.groupby(third)['sound'].mean() * 100).plot.bar(title='Sound', ylabel='Per cent')",
        "import numpy as np\nt = np.where(claims['place'] <= 1/3, 'first',\n"
        "             np.where(claims['place'] <= 2/3, 'middle', 'last'))\n"
        "s = claims['sound'].groupby(t).mean() * 100\n"
        f"{BARS}mine.bar(s.index, s)\nmine.set_title('Sound claims')\nmine.set_ylabel('Per cent')",
    ],
    "across-sound/chance": [
        "mine = {}\nfor name, pattern in [('saying', SAYING), ('digit', r'\\d')]:\n"
        "    column = claims['text'].str.contains(pattern, case=False)\n"
        "    real = gap(claims['sound'], column)\n    hits = 0\n    for i in range(1000):\n"
        "        if gap(claims['sound'], rng.permutation(column)) >= real - 1e-9:\n            hits += 1\n"
        "    mine[name] = hits / 10",
    ],
    "across-sound/sides": [
        "mine = everything.groupby('side')['sound'].mean() * 100",
        "mine = pd.crosstab(everything['side'], everything['sound'], normalize='index')[True] * 100",
    ],
    "across-wording/loaded-rate": [
        "w = retold.assign(n=[len(t.split()) for t in retold['text']]).groupby('set')['n'].sum()\n"
        "mine = phrases[phrases['answer'] == 'loaded']['set'].value_counts() / w * 1000",
    ],
    "across-wording/name-rate": [
        "mine = corpus.rate(retold, NAMES)",
        "r = retold.assign(h=corpus.count_hits(retold, NAMES), w=corpus.count_words(retold))\n"
        "g = r.groupby('set')[['h', 'w']].sum()\nmine = g['h'] / g['w'] * 1000",
    ],
    "across-wording/softened": [
        "f = (originals['names'] / originals['words']) / corpus.rate(retold, NAMES)\n"
        "mine = f.sort_values().index[-1]",
    ],
    "across-wording/grave": [
        "t = texts.assign(h=corpus.count_hits(texts, GRAVE), w=corpus.count_words(texts))\n"
        "g = t.groupby('source')[['h', 'w']].sum()\nmine = 1000 * g['h'] / g['w']",
    ],
    "across-wording/saying": [
        "r = corpus.rate(texts, SAYING, 'source')\nmine = r.loc['brief'] / r.loc['retelling']",
    ],
    "across-wording/group": [
        "b = corpus.rate(texts[texts['source'] == 'brief'], GROUP)\n"
        "r = corpus.rate(texts[texts['source'] == 'retelling'], GROUP)\nmine = b[b > "
        "r.reindex(b.index)].index",
        "t = corpus.rate(texts, GROUP, ['set', 'source']).unstack()\n"
        "mine = [s for s in t.index if t.loc[s, 'brief'] > t.loc[s, 'retelling']]",
    ],
    "across-wording/both-uses": [
        "import re\nloaded, fair = set(), set()\nfor _, r in phrases.iterrows():\n"
        "    words = set(re.findall('[a-z]{5,}', r['phrase'].lower()))\n"
        "    if r['answer'] == 'loaded':\n        loaded |= words\n    if r['answer'] == 'fair':\n"
        "        fair |= words\nmine = loaded & fair",
    ],
    "across-wording/detector": [
        "import re\np = phrases.assign(a=[bool(re.search(DETECTOR, t, re.I)) for t in phrases['phrase']])\n"
        "p = p[p['a']]\nmine = {'hits': (p['answer'] == 'loaded').sum(), "
        "'false alarms': (p['answer'] == 'fair').sum()}",
        "a = phrases[phrases['phrase'].str.contains(DETECTOR, case=False)]\n"
        "mine = a['answer'].value_counts().rename({'loaded': 'hits', 'fair': 'false alarms'})",
    ],
    "start/shares": [
        "mine = {n: v / sum(claims) * 100 for n, v in claims.items()}",
        "mine = claims.div(claims.sum()).mul(100).round(1)",
    ],
    "start/few": [
        "mine = [n for n in claims.index if claims[n] < 100]",
        "mine = claims.index[claims < 100]",
        "mine = claims[claims < 100].keys()",
    ],
    "start/per-cent": [
        "mine = table['sound'] / table['claims'] * 100",
        "mine = {n: r['sound'] / r['claims'] * 100 for n, r in table.iterrows()}",
        "mine = table.eval('100 * sound / claims')",
    ],
}  # fmt: skip
