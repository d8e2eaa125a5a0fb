// Accessible in every state: what an assister sees.

import { say } from '../../fixtures/catalog.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { audit } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { visit } from '../../pages/page.ts';

test('the lists of an assister with clients', async ({ actors }) => {
  test.setTimeout(240_000);
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  for (const list of ['new', 'in-progress', 'all'] as const) {
    await clients.open(list);
    await audit(page, `list ${list}`);
  }
  await clients.next.click();
  await clients.previous.waitFor();
  await clients.arrived();
  await audit(page, 'list, the second page');
  await clients.search('a');
  await audit(page, 'list, a search');
  await clients.search(letters());
  await audit(page, 'list, no result');
  await visit(page, '/clients?q=01900000-0000-7000-8000-000000000000');
  await expect(page.locator('main')).toContainText(say('clients.search_expired'));
  await audit(page, 'list, a search that is over');
});

test('the lists of an assister without clients', async ({ actors }) => {
  const page = await actors.demo(demo.navigator2);
  const clients = new Clients(page);
  for (const list of ['new', 'in-progress', 'all'] as const) {
    await clients.open(list);
    await audit(page, `empty list ${list}`);
  }
});

test('lists and records of long and hostile names', async ({ actors }) => {
  test.setTimeout(240_000);
  for (const email of [demo.cac, demo.broker]) {
    const number = await actors.number(email);
    const own = letters();
    const names = [`${longName().slice(0, 180)} ${own}`, `${HOSTILE[0]} ${own}`, `${HOSTILE[1]} ${own}`];
    for (const name of names) {
      const { page } = await actors.consumer({ name });
      await new Wizard(page).authorized(number, name);
    }
    const page = await actors.demo(email);
    const clients = new Clients(page);
    await clients.open('new');
    await clients.search(own);
    await audit(page, `${email}: a list of long and hostile names`);
    for (const name of names.slice(0, 2)) {
      await clients.openRecord(name);
      await audit(page, `${email}: the record of ${name}`);
    }
  }
});

test('the record of a navigator’s client', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await clients.open('in-progress');
  await clients.openRecord((await clients.names())[0]!);
  await audit(page, 'record');
});
