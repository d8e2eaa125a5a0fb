// Worksheets: Agent of Record for brokers and staff, payments for an organization and staff.

import { say } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { Portal } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Remove, Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { expectNotFound, visit } from '../pages/page.ts';
import { AGENT_OF_RECORD, days, PAYMENTS, Worksheet } from '../pages/worksheets.ts';

test('a broker sees from when they are Agent of Record, and no longer after the removal', { tag: '@main' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(await actors.number(demo.broker), who.name);
  const { today, firstOfNext } = days();
  const broker = await actors.demo(demo.broker);
  const own = new Worksheet(broker, '/clients/agent-of-record', AGENT_OF_RECORD);
  await new Clients(broker).open();
  await broker.getByRole('link', { name: AGENT_OF_RECORD, exact: true }).click();
  await own.arrived();
  await expect(broker).toHaveURL(/\/clients\/agent-of-record$/);
  await expect(broker.locator('main')).toContainText(say('agent.lead'));
  await expect(broker.locator('main')).toContainText(say('agent.own'));
  await expect(own.about(who.name)).toHaveCount(1);
  await expect(own.cell(who.name, 'Authorized on')).toHaveText(today.read);
  await expect(own.cell(who.name, 'In effect from')).toHaveText(firstOfNext.read);
  await expect(own.cell(who.name, 'Last month in effect')).toHaveText('No end');
  const file = await own.file();
  expect(file.name).toBe('agent-of-record-worksheet.csv');
  expect(file.text).toContain(`${who.name},${today.iso},${firstOfNext.iso},No end`);

  await new Remove(page).remove();
  await own.open();
  await expect(own.about(who.name)).toHaveCount(0);
  expect((await own.file()).text).not.toContain(who.name);
  await broker.getByRole('link', { name: 'Back to your clients', exact: true }).click();
  await new Clients(broker).arrived();
});

test('BSL sees the Agent of Record of all brokers, with the ended ones', { tag: '@main' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(await actors.number(demo.broker), who.name);
  const { today, firstOfNext } = days();
  const bsl = await actors.demo(demo.bsl);
  const all = new Worksheet(bsl, '/clients/agent-of-record', AGENT_OF_RECORD);
  await visit(bsl, '/resource-center');
  await bsl.getByRole('navigation', { name: 'Resource center' }).getByRole('link', { name: AGENT_OF_RECORD, exact: true }).click();
  await all.arrived();
  await expect(all.cell(who.name, 'Broker')).toHaveText('Tom Lindqvist');
  await expect(all.cell(who.name, 'Ended on')).toHaveText('—');
  await expect(all.cell(who.name, 'In effect from')).toHaveText(firstOfNext.read);

  await new Remove(page).remove();
  await all.open();
  await expect(all.about(who.name)).toHaveCount(1);
  await expect(all.cell(who.name, 'Authorized on')).toHaveText(today.read);
  await expect(all.cell(who.name, 'Ended on')).toHaveText(today.read);
  await expect(all.cell(who.name, 'In effect from')).toHaveText('Never took effect');
  const file = await all.file();
  expect(file.name).toBe('agent-of-record-worksheet.csv');
  expect(file.text).toMatch(new RegExp(`${who.name},Tom Lindqvist,[^,]*,${today.iso},${today.iso},Never took effect,`));
});

test('whoever has nothing to do with brokers finds no Agent of Record', async ({ actors }) => {
  const navigator = await actors.demo(demo.navigator2);
  await new Clients(navigator).open();
  await expect(navigator.getByRole('link', { name: AGENT_OF_RECORD })).toHaveCount(0);
  for (const address of ['/clients/agent-of-record', '/agency/payments']) {
    await expectNotFound(navigator, address);
  }
});

const PAYERS = [
  { what: 'an agency contact', email: demo.contact, home: '/agency', columns: ['Navigator'] },
  { what: 'staff', email: demo.bsl, home: '/resource-center', columns: ['Navigator', 'Organization'] },
] as const;

for (const { what, email, home, columns } of PAYERS) {
  test(`${what} sees the payments of a month, and no consumer’s name`, { tag: '@main' }, async ({ actors }) => {
    const navigator = await actors.demo(demo.navigator);
    const clients = new Clients(navigator);
    await clients.open('all');
    const names = await clients.names();
    expect(names.length).toBeGreaterThan(0);

    const page = await actors.demo(email);
    const sheet = new Worksheet(page, '/agency/payments', PAYMENTS);
    await visit(page, home);
    await page.getByRole('link', { name: PAYMENTS, exact: true }).click();
    await sheet.arrived();
    await expect(page.locator('main')).toContainText(say('payments.lead'));
    const months = await sheet.months();
    expect(months).toHaveLength(24);
    expect(months[0]).toBe(days().today.iso.slice(0, 7));
    await expect(sheet.month).toHaveValue(months[0]!);

    // The month with payments that is nearest, of what a navigator did in the demo before today.
    let shown = '';
    for (const month of months.slice(0, 4)) {
      await sheet.choose(month);
      shown = month;
      if (await sheet.rows.count()) break;
    }
    expect(await sheet.rows.count(), 'the demo has payments').toBeGreaterThan(0);
    const heads = await page.getByRole('columnheader').allInnerTexts();
    expect(heads).toEqual([...columns, 'Case', 'Case became active on', 'Amount']);
    await expect(page.locator('main').getByRole('status').filter({ hasText: /^\d+ payments? in .+\. Total: \$/ })).toBeVisible();
    const file = await sheet.file();
    expect(file.name).toBe(`payments-worksheet-${shown}.csv`);
    expect(file.text).toContain([...columns, 'Case', 'Case became active on', 'Amount'].join(','));
    const html = await page.content();
    for (const name of names) {
      expect(file.text).not.toContain(name);
      expect(html).not.toContain(name);
    }

    await sheet.choose(months.at(-1)!);
    await expect(page.getByText(say('payments.none_text'), { exact: true })).toBeVisible();
    await expect(sheet.rows).toHaveCount(0);
    expect((await sheet.file()).name).toBe(`payments-worksheet-${months.at(-1)}.csv`);
  });
}

test('a case is paid for to a navigator and to no other assister', async ({ actorsAt }) => {
  test.setTimeout(240_000);
  // A portal of its own, where nobody else applies at the same time.
  const portal = await Portal.with({});
  try {
    const actors = actorsAt(portal);
    const payer = await actors.demo(demo.bsl);
    const sheet = new Worksheet(payer, '/agency/payments', PAYMENTS);
    const payments = async (): Promise<number> => {
      await sheet.open();
      return sheet.rows.count();
    };
    let paid = await payments();
    for (const { email, name, more } of [
      { email: demo.navigator2, name: 'Abdi Warsame', more: 1 },
      { email: demo.cac, name: 'Mai Yang', more: 0 },
      { email: demo.broker, name: 'Tom Lindqvist', more: 0 },
    ]) {
      const { page, who } = await actors.consumer();
      await new Wizard(page).authorized(await actors.number(email), who.name);
      const assister = await actors.demo(email);
      const record = await new Clients(assister).openRecord(who.name);
      // MinnesotaCare: the case is active at once.
      await new Application(assister, `${record}/application`).submitFor({ name: who.name, income: '30000' }, name);
      expect(await payments(), email).toBe((paid += more));
    }
    const { page, who } = await actors.consumer();
    await new Application(page).submitAlone({ name: who.name, income: '30000' });
    expect(await payments(), 'nobody helped').toBe(paid);
  } finally {
    await portal.stop();
  }
});

test('a name like a formula is none in a file', async ({ actors }) => {
  const { page, who } = await actors.consumer({ name: `=1+1 ${letters()}` });
  await new Wizard(page).authorized(await actors.number(demo.broker), who.name);
  const broker = await actors.demo(demo.broker);
  const own = new Worksheet(broker, '/clients/agent-of-record', AGENT_OF_RECORD);
  await own.open();
  await expect(own.about(who.name)).toHaveCount(1);
  expect((await own.file()).text).toContain(`\n'${who.name},`);
});
