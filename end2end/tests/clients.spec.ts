// An assister's clients: the list, the search, the record; and the broker's worksheet, which leads from there.

import { say } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { backToList, Clients, PAGE_SIZE } from '../pages/clients.ts';
import { postForm } from '../pages/identity.ts';
import { arrive, fact, visit } from '../pages/page.ts';
import { AGENT_OF_RECORD, days, Worksheet } from '../pages/worksheets.ts';

test('a broker works with a new client until the consumer removes them', { tag: '@journey' }, async ({ actors, watch }) => {
  const { page: consumer, who } = await actors.consumer();
  await new Wizard(consumer).authorized(await actors.number(demo.broker), who.name);
  const { today, firstOfNext } = days();
  const page = await actors.demo(demo.broker);
  const clients = new Clients(page);
  await clients.open();
  await clients.choose('new');
  await clients.search(who.name);
  await clients.found(who.name, [who.name]);
  await expect(page).toHaveURL(/[?&]list=new(&|$)/);
  await expect(clients.words).toHaveValue(who.name);
  await expect(clients.rows.first()).toContainText('Not started');

  await clients.client(who.name).click();
  await arrive(page, who.name);
  await expect(page.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await expect(fact(page, say('client.authorized'))).toHaveText(today.read);
  await expect(fact(page, say('client.application'))).toHaveText('Not started');
  await expect(page.locator('main')).toContainText(say('client.limit_end_broker'));

  // The way back leads to the same search in New, where the client no longer is.
  await backToList(page).click();
  await clients.current('new');
  await clients.found(who.name, []);
  await expect(clients.words).toHaveValue(who.name);
  await clients.choose('in-progress');
  await clients.found(who.name, [who.name]);
  await page.getByRole('link', { name: say('clients.search_clear'), exact: true }).click();
  await expect(page).not.toHaveURL(/[?&]q=/);
  await clients.current('in-progress');
  await expect(clients.words).toHaveValue('');

  const sheet = new Worksheet(page, '/clients/agent-of-record', AGENT_OF_RECORD);
  await page.getByRole('link', { name: AGENT_OF_RECORD, exact: true }).click();
  await sheet.arrived();
  await expect(sheet.cell(who.name, 'Authorized on')).toHaveText(today.read);
  await expect(sheet.cell(who.name, 'In effect from')).toHaveText(firstOfNext.read);
  await expect(sheet.cell(who.name, 'Last month in effect')).toHaveText('No end');
  const file = await sheet.file();
  expect(file.name).toBe('agent-of-record-worksheet.csv');
  expect(file.text).toContain(`${who.name},${today.iso},${firstOfNext.iso},No end`);
  await page.getByRole('link', { name: 'Back to your clients', exact: true }).click();
  await clients.arrived();
  await clients.search(who.name);
  await clients.found(who.name, [who.name]);

  // Removed while the list is on screen: the next click is refused.
  await postForm(consumer, '/account/assister/remove');
  watch.allow(/status of 404.*\/api\/client$/);
  await clients.client(who.name).click();
  await arrive(page, 'Page not found');
  await expect(page.locator('body')).not.toContainText(who.name);
  await page.goBack();
  await clients.arrived();
  await clients.found(who.name, []);
  await page.getByRole('link', { name: AGENT_OF_RECORD, exact: true }).click();
  await sheet.arrived();
  await expect(sheet.about(who.name)).toHaveCount(0);
});

test('list, order and search stay in the address, Back brings each back, and no address has a name', async ({ actors }) => {
  const own = letters();
  const names = [`Test Ann ${own}`, `Test Berit ${own}`, `Test Carl ${own}`];
  const [ann, berit, carl] = names as [string, string, string];
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
  const name = page.getByRole('columnheader', { name: /^Name/ });
  await expect(name).toHaveAttribute('aria-sort', 'ascending');
  await name.getByRole('link').click();
  await expect(name).toHaveAttribute('aria-sort', 'descending');
  await clients.found(own, [carl, berit, ann]);

  /** The list as it was left. */
  const same = async (found: string[]): Promise<void> => {
    await clients.current('new');
    await clients.found(own, found);
    await expect(page).toHaveURL(/\?list=new&sort=-name&q=[0-9a-f-]{36}$/);
    await expect(clients.words).toHaveValue(own);
    await expect(name).toHaveAttribute('aria-sort', 'descending');
  };
  await page.reload();
  await same([carl, berit, ann]);
  await clients.client(berit).click();
  await arrive(page, berit);
  await page.goBack();
  await same([carl, ann]);
  await clients.client(ann).click();
  await arrive(page, ann);
  await backToList(page).click();
  await same([carl]);
  await clients.choose('in-progress');
  await clients.found(own, [berit, ann]);
  await page.goBack();
  await same([carl]);
  expect(asked.filter((url) => decodeURIComponent(url).toLowerCase().includes(own))).toEqual([]);
});

test('Next, Previous, Back and a reload lead through the pages of a list', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  // In this order whoever authorizes the navigator meanwhile comes last.
  await visit(page, '/clients?sort=authorized');
  await clients.arrived();
  const first = await clients.names();
  expect(first).toHaveLength(PAGE_SIZE);
  await expect(clients.previous).toHaveCount(0);
  await clients.next.click();
  /** The demo's clients of the second page. */
  const second = async (): Promise<string[]> => {
    await expect(clients.previous).toBeVisible();
    await expect(clients.next).toHaveCount(0);
    await clients.arrived();
    await expect(page).toHaveURL(/\?sort=authorized&after=[0-9a-f-]{36}$/);
    return (await clients.names()).slice(0, 14);
  };
  const last = await second();
  expect(last).toHaveLength(14);
  await page.reload();
  expect(await second()).toEqual(last);
  await clients.previous.click();
  await expect(clients.next).toBeVisible();
  await clients.arrived();
  expect(await clients.names()).toEqual(first);
  await page.goBack();
  expect(await second()).toEqual(last);
});
