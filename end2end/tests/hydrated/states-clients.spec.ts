// States of an assister's pages that no journey reaches; and names that are long or would do harm, in a narrow window.

import { say } from '../../fixtures/catalog.ts';
import { expectFits } from '../../fixtures/looks.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { postForm } from '../../pages/identity.ts';
import { arrive, visit } from '../../pages/page.ts';
import { Center } from '../../pages/resource-center.ts';
import { StatusForm } from '../../pages/status.ts';
import { AGENT_OF_RECORD, Worksheet } from '../../pages/worksheets.ts';

test('lists without clients, and a search that is over', async ({ actors }) => {
  const page = await actors.demo(demo.navigator2);
  const clients = new Clients(page);
  for (const list of ['new', 'in-progress', 'all'] as const) {
    await clients.open(list);
    await expect(clients.rows).toHaveCount(0);
  }
  // With all the clients below it.
  const other = await actors.demo(demo.navigator);
  await visit(other, '/clients?list=new&q=01900000-0000-7000-8000-000000000000');
  await expect(other.locator('main')).toContainText(say('clients.search_expired'));
  await expect(new Clients(other).rows).not.toHaveCount(0);
});

test('a broker’s pages fit with long and hostile names', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const own = letters();
  const names = [`${longName().slice(0, 180)} ${own}`, `${HOSTILE[0]} ${own}`, `${HOSTILE[1]} ${own}`];
  const consumers = [];
  for (const name of names) {
    const { page } = await actors.consumer({ name });
    await new Wizard(page).authorized(number, name);
    consumers.push(page);
  }
  const page = await actors.demo(demo.broker);
  const clients = new Clients(page);
  await clients.open('new');
  await clients.search(own);
  await expect(clients.rows).toHaveCount(names.length);
  await expectFits(page, 'a list of long and hostile names');
  for (const name of names.slice(0, 2)) {
    await clients.client(name).click();
    await arrive(page, name);
    await expectFits(page, `the record of ${name}`);
    await page.goBack();
    await clients.arrived();
    await clients.choose('all');
  }
  const sheet = new Worksheet(page, '/clients/agent-of-record', AGENT_OF_RECORD);
  await sheet.open();
  for (const name of names) await expect(sheet.about(name)).toHaveCount(1);
  await expectFits(page, 'Agent of Record of long and hostile names');
  await postForm(consumers[0]!, '/account/assister/remove');
  const all = new Worksheet(await actors.demo(demo.manager), '/clients/agent-of-record', AGENT_OF_RECORD);
  await all.open();
  await expect(all.cell(names[0]!, 'In effect from')).toHaveText('Never took effect');
  await expectFits(all.page, 'Agent of Record of all brokers');
});

test('a status fits with a long name and a long reason', async ({ actors }) => {
  const { page, who } = await actors.consumer({ name: longName() });
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await status.person(who.name).selectOption({ label: 'Medical Assistance' });
  await status.reason.fill(`Proof came. ${'Reference-'.repeat(40)}`);
  await status.button.click();
  await new Center(status.page).says(say('status.done'));
  await expectFits(status.page, 'a status of a long name was recorded');
  await own.open();
  await own.determinedAgain();
  await expectFits(page, 'a determination with a long reason');
  await visit(page, '/account/notices');
  await expectFits(page, 'notices of a changed status');
});
