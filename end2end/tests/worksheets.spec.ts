// Worksheets of organizations and of staff: Agent of Record and payments. A broker's own is in clients.spec.ts.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { bar } from '../pages/header.ts';
import { postForm } from '../pages/identity.ts';
import { arrive, visit } from '../pages/page.ts';
import { AGENT_OF_RECORD, days, PAYMENTS, Worksheet } from '../pages/worksheets.ts';

const COLUMNS = ['Case', 'Case became active on', 'Amount'];

/** Shows the nearest month with payments, of what a navigator did in the demo before today. Gives the month. */
async function chooseMonthWithPayments(sheet: Worksheet): Promise<string> {
  for (const month of (await sheet.months()).slice(0, 4)) {
    await sheet.choose(month);
    if (await sheet.rows.count()) return month;
  }
  throw new Error('the demo has no payments');
}

test('an agency contact chooses a month of payments and takes it along', { tag: '@journey' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const sheet = new Worksheet(page, '/agency/payments', PAYMENTS);
  await visit(page, '/agency');
  await page.getByRole('link', { name: PAYMENTS, exact: true }).click();
  await sheet.arrived();
  const months = await sheet.months();
  expect(months).toHaveLength(24);
  expect(months[0]).toBe(days().today.iso.slice(0, 7));
  await expect(sheet.month).toHaveValue(months[0]!);

  const shown = await chooseMonthWithPayments(sheet);
  await expect(page.getByRole('columnheader')).toHaveText(['Navigator', ...COLUMNS]);
  await expect(page.locator('main').getByRole('status').filter({ hasText: /^\d+ payments? in .+\. Total: \$/ })).toBeVisible();
  const file = await sheet.file();
  expect(file.name).toBe(`payments-worksheet-${shown}.csv`);
  expect(file.text).toContain(['Navigator', ...COLUMNS].join(','));

  await sheet.choose(months.at(-1)!);
  await expect(page.getByText(say('payments.none_text'), { exact: true })).toBeVisible();
  await expect(sheet.rows).toHaveCount(0);
  expect((await sheet.file()).name).toBe(`payments-worksheet-${months.at(-1)}.csv`);
});

test('staff read the worksheets of everybody, with what is over, and take them along', async ({ actors }) => {
  const { page: consumer, who: client } = await actors.consumer();
  await new Wizard(consumer).authorized(await actors.number(demo.broker), client.name);
  await postForm(consumer, '/account/assister/remove');
  const { today } = days();
  const manager = await actors.demo(demo.manager);
  const tabs = manager.getByRole('navigation', { name: 'Resource center' });
  const agents = new Worksheet(manager, '/clients/agent-of-record', AGENT_OF_RECORD);
  await visit(manager, '/resource-center');
  await bar(manager).getByRole('link', { name: 'Worksheets', exact: true }).click();
  await expect(tabs.getByRole('link', { name: AGENT_OF_RECORD, exact: true })).toHaveAttribute('aria-current', 'page');
  await agents.arrived();
  await expect(agents.cell(client.name, 'Broker')).toHaveText('Tom Lindqvist');
  await expect(agents.cell(client.name, 'Authorized on')).toHaveText(today.read);
  await expect(agents.cell(client.name, 'Ended on')).toHaveText(today.read);
  await expect(agents.cell(client.name, 'In effect from')).toHaveText('Never took effect');
  const ended = await agents.file();
  expect(ended.name).toBe('agent-of-record-worksheet.csv');
  expect(ended.text).toMatch(new RegExp(`${client.name},Tom Lindqvist,[^,]*,${today.iso},${today.iso},Never took effect,`));

  const payments = new Worksheet(manager, '/agency/payments', PAYMENTS);
  await tabs.getByRole('link', { name: PAYMENTS, exact: true }).click();
  await payments.arrived();
  const month = await chooseMonthWithPayments(payments);
  await expect(manager.getByRole('columnheader')).toHaveText(['Navigator', 'Organization', ...COLUMNS]);
  const paid = await payments.file();
  expect(paid.name).toBe(`payments-worksheet-${month}.csv`);
  expect(paid.text).toContain(['Navigator', 'Organization', ...COLUMNS].join(','));

  // ARC looks after navigators and CACs, BSL after brokers.
  for (const [who, theirs] of [
    [demo.arc, PAYMENTS],
    [demo.bsl, AGENT_OF_RECORD],
  ] as const) {
    const staff = await actors.demo(who);
    await visit(staff, '/resource-center');
    await bar(staff).getByRole('link', { name: 'Worksheets', exact: true }).click();
    await arrive(staff, theirs);
    await expect(staff.getByRole('navigation', { name: 'Resource center' })).toHaveCount(0);
  }
});
