// The client list: tabs and counts, pages, order, and what an empty one says.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { Clients, PAGE_SIZE, type List } from '../pages/clients.ts';
import { visit } from '../pages/page.ts';

const COUNTS: Record<List, number> = { new: 23, 'in-progress': 41, all: 64 };

test('the tabs have the demo’s counts, and each list as many clients', { tag: '@main' }, async ({ actors, withNavigator }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await withNavigator(async () => {
    await clients.open();
    for (const list of ['new', 'in-progress', 'all'] as const) {
      await clients.choose(list);
      for (const other of Object.keys(COUNTS) as List[]) expect(await clients.count(other)).toBe(COUNTS[other]);
      expect(await clients.total()).toBe(COUNTS[list]);
      await expect(clients.rows).toHaveCount(Math.min(PAGE_SIZE, COUNTS[list]));
    }
  });
});

test('the columns are those promised, and what does not exist yet says so', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await clients.open('in-progress');
  const heads = (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
  expect(heads).toHaveLength(5);
  ['Name', 'Authorized on', 'Application', 'Initial determination', 'Health plan'].forEach((name, n) => expect(heads[n]).toContain(name));
  const cells = (await clients.rows.first().getByRole('cell').or(clients.rows.first().getByRole('rowheader')).allInnerTexts()).map((text) =>
    text.trim(),
  );
  expect(cells[1]).toMatch(/\d{4}/);
  expect(cells.slice(2)).toEqual(['Not started', '—', '—']);
});

test('64 clients are two pages: Next and Previous lead through all of them', { tag: '@main' }, async ({ actors, withNavigator }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await withNavigator(async () => {
    await clients.open('all');
    const first = await clients.names();
    expect(first).toHaveLength(50);
    await expect(clients.previous).toHaveCount(0);
    await clients.next.click();
    await expect(clients.rows).toHaveCount(14);
    await clients.arrived();
    const second = await clients.names();
    await expect(clients.next).toHaveCount(0);
    expect(await clients.total()).toBe(64);
    // The address has an id and nobody's name.
    const address = decodeURIComponent(page.url()).toLowerCase();
    for (const word of [...first, ...second].flatMap((name) => name.toLowerCase().split(/\W+/)).filter((word) => word.length > 4)) {
      expect(address).not.toContain(word);
    }
    await page.reload();
    await clients.arrived();
    expect(await clients.names()).toEqual(second);
    await clients.previous.click();
    await expect(clients.rows).toHaveCount(50);
    await clients.arrived();
    expect(await clients.names()).toEqual(first);
    await page.goBack();
    await expect(clients.rows).toHaveCount(14);
  });
});

test('the list is sorted by last name or by date authorized, both ways', { tag: '@main' }, async ({ actors, withNavigator }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  const dates = async (): Promise<number[]> => {
    const texts = await clients.rows.locator('xpath=./*[2]').allInnerTexts();
    return texts.map((text) => Date.parse(text));
  };
  const sorted = async (by: string): Promise<void> => {
    await expect(page).toHaveURL(new RegExp(`[?&]sort=${by}(&|$)`));
    await clients.arrived();
  };
  await withNavigator(async () => {
    await clients.open('in-progress');
    const byName = await clients.names();
    const last = (name: string): string =>
      name
        .normalize('NFKD')
        .replace(/[^\p{Letter} -]/gu, '')
        .toLowerCase()
        .split(/[ -]/)
        .at(-1)!;
    expect(byName.map(last)).toEqual(byName.map(last).sort());

    const header = (name: string) => page.getByRole('columnheader', { name: new RegExp(name) });
    await header('Name').getByRole('link').click();
    await sorted('-name');
    await expect(header('Name')).toHaveAttribute('aria-sort', 'descending');
    expect(await clients.names()).toEqual([...byName].reverse());

    await header('Authorized on').getByRole('link').click();
    await expect(header('Authorized on')).toHaveAttribute('aria-sort', /ascending|descending/);
    await sorted('-?authorized');
    const once = await dates();
    const descending = (await header('Authorized on').getAttribute('aria-sort')) === 'descending';
    expect(once).not.toContain(NaN);
    expect(once).toEqual([...once].sort((a, b) => (descending ? b - a : a - b)));
    await header('Authorized on').getByRole('link').click();
    await expect(header('Authorized on')).toHaveAttribute('aria-sort', descending ? 'ascending' : 'descending');
    await clients.arrived();
    expect((await clients.names()).sort()).toEqual([...byName].sort());
    const twice = await dates();
    expect(twice).toEqual([...once].reverse());
  });
});

test('an address with values nobody offers shows a list all the same', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const nobody = '00000000-0000-7000-8000-000000000000';
  for (const query of [
    'list=completed',
    'sort=email',
    `after=${nobody}`,
    'after=x',
    `q=${nobody}`,
    'q=%00',
    'list=new&list=all',
    'list=%ff',
    `before=${nobody}&after=${nobody}`,
  ]) {
    expect((await visit(page, `/clients?${query}`)).status(), query).toBe(200);
    await new Clients(page).arrived();
  }
});

test('an empty list says what a consumer has to do and shows the assister’s own number', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.navigator2);
  const page = await actors.demo(demo.navigator2);
  const clients = new Clients(page);
  for (const [list, message] of [
    ['all', 'empty_all'],
    ['new', 'empty_new'],
    ['in-progress', 'empty_in_progress'],
  ] as const) {
    await clients.open(list);
    for (const other of Object.keys(COUNTS) as List[]) expect(await clients.count(other)).toBe(0);
    const main = page.locator('main');
    await expect(main).toContainText(say(`clients.${message}`));
    await expect(main).toContainText(say(`clients.${message}_text`));
    expect((await main.innerText()).replace(/[\s-]/g, '')).toContain(number);
    await expect(clients.rows).toHaveCount(0);
  }
});

test('a client comes under New, moves at the first opening and only then', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const { page: consumer, who } = await actors.consumer();
  await new Wizard(consumer).authorized(number, who.name);
  const page = await actors.demo(demo.cac);
  const clients = new Clients(page);
  const listed = async (list: List): Promise<boolean> => {
    await clients.open(list);
    await clients.search(who.name);
    return (await clients.client(who.name).count()) === 1;
  };
  expect([await listed('new'), await listed('in-progress'), await listed('all')]).toEqual([true, false, true]);
  // Seeing the name moves nobody.
  expect(await listed('new')).toBe(true);
  for (let opened = 0; opened < 2; opened++) {
    await clients.openRecord(who.name);
    expect([await listed('new'), await listed('in-progress'), await listed('all')]).toEqual([false, true, true]);
  }
  for (const list of ['new', 'in-progress', 'all'] as const) await clients.agree(list);
});
