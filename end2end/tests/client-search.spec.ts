// Searching clients: how names match, and that what was searched for never enters an address.

import { say } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { backToList, Clients } from '../pages/clients.ts';

test(
  'a search matches the start of any part of the name, without case and accents, and the date of birth',
  { tag: '@main' },
  async ({ actors }) => {
    const own = letters();
    const name = `Zoë Ng${own} Ørsted-O’Brien`;
    const number = await actors.number(demo.cac);
    const { page: consumer } = await actors.consumer({ name, born: '2/29/1976' });
    await new Wizard(consumer).authorized(number, name);
    const page = await actors.demo(demo.cac);
    const clients = new Clients(page);
    await clients.open('all');
    for (const words of [
      `ng${own}`,
      `NG${own.slice(0, 8)}`,
      `zoe ng${own}`,
      `Ng${own} zo`,
      `orsted ng${own} obr`,
      `Ørst  Ng${own}`,
      `ng${own} 2/29/1976`,
      `1976-02-29 ng${own}`,
      `O'Brien, Ng${own}`,
    ]) {
      await clients.search(words);
      await clients.found(words.trim(), [name]);
      expect(decodeURIComponent(page.url()).toLowerCase()).not.toContain(own.slice(0, 8));
      // The whole date: the year alone may turn up in the opaque key by chance.
      expect(decodeURIComponent(page.url())).not.toMatch(/1976-02-29|2\/29\/1976/);
    }
    await clients.search('2/29/1976');
    await expect(clients.client(name)).toBeVisible();
    // Neither the middle of a part, nor one word that fits and one that does not, nor another day.
    for (const words of [own, `ng${own} xavier`, `ng${own} 2/28/1976`]) {
      await clients.search(words);
      await clients.found(words, []);
    }
  },
);

test('the words come back with back, reload and the way from a record', { tag: '@main' }, async ({ actors }) => {
  const own = letters();
  const names = [`Test Ann ${own}`, `Test Berit ${own}`, `Test Carl ${own}`];
  const number = await actors.number(demo.cac);
  for (const name of names) {
    const { page } = await actors.consumer({ name });
    await new Wizard(page).authorized(number, name);
  }
  const page = await actors.demo(demo.cac);
  const clients = new Clients(page);
  await clients.open('new');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await clients.search(own);
  await clients.found(own, names);
  await expect(clients.words).toHaveValue(own);
  // A search stays in the list and with the order that were chosen.
  expect(new URL(page.url()).searchParams.get('list')).toBe('new');

  await page.reload();
  await clients.arrived();
  await clients.found(own, names);
  await clients.client(names[1]!).click();
  await expect(page.getByText(`You are acting for ${names[1]}`).first()).toBeVisible();
  await page.goBack();
  await clients.arrived();
  await clients.found(own, [names[0]!, names[2]!]);
  await expect(clients.words).toHaveValue(own);

  await clients.client(names[0]!).click();
  await expect(page.getByText(`You are acting for ${names[0]}`).first()).toBeVisible();
  await backToList(page).click();
  await clients.arrived();
  expect(new URL(page.url()).searchParams.get('list')).toBe('new');
  await clients.found(own, [names[2]!]);
  await expect(clients.words).toHaveValue(own);

  await clients.choose('in-progress');
  await clients.found(own, [names[0]!, names[1]!]);
  await page.getByRole('link', { name: say('clients.search_clear') }).click();
  await expect(page).not.toHaveURL(/[?&]q=/);
  await clients.arrived();
  await expect(clients.words).toHaveValue('');
  await expect(clients.tab('in-progress')).toHaveAttribute('aria-current', /page|true/);
  expect(asked.filter((url) => decodeURIComponent(url).toLowerCase().includes(own))).toEqual([]);
});

test('a search without a result says so and what to do', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  const words = letters();
  await clients.open('all');
  await clients.search(words);
  await clients.found(words, []);
  await expect(page.locator('main')).toContainText(say('clients.no_result_text'));
  await expect(clients.words).toHaveValue(words);
  await expect(page.getByRole('link', { name: say('clients.search_clear') })).toBeVisible();
});

test('another session does not get the words of a search', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  const words = letters();
  await clients.open('all');
  await clients.search(words);
  const other = await actors.demo(demo.navigator2);
  await other.goto(page.url());
  await new Clients(other).arrived();
  await expect(other.locator('body')).not.toContainText(words);
  await expect(new Clients(other).words).not.toHaveValue(words);
});

test('a search of nothing shows everybody, one of mere signs nobody', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await clients.open('new');
  for (const words of ['', '  ']) {
    await clients.words.fill(words);
    await clients.searchButton.click();
    await clients.arrived();
    await expect(clients.rows.first()).toBeVisible();
  }
  await clients.search(' ,. ');
  await clients.found(',.', []);
});
