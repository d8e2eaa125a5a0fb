// Accessible in every state: worksheets, recording a status, importing plans.

import { say, sayLike } from '../../fixtures/catalog.ts';
import { audit } from '../../fixtures/looks.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Remove, Wizard } from '../../pages/assister.ts';
import { problems, visit } from '../../pages/page.ts';
import { planLine, Plans } from '../../pages/plans.ts';
import { Center } from '../../pages/resource-center.ts';
import { StatusForm } from '../../pages/status.ts';
import { AGENT_OF_RECORD, PAYMENTS, Worksheet } from '../../pages/worksheets.ts';

test('Agent of Record of one broker and of all', async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.broker);
  const names = [longName(), `${HOSTILE[1]} ${letters()}`];
  const consumers = [];
  for (const name of names) {
    const { page } = await actors.consumer({ name });
    await new Wizard(page).authorized(number, name);
    consumers.push(page);
  }
  const own = new Worksheet(await actors.demo(demo.broker), '/clients/agent-of-record', AGENT_OF_RECORD);
  await own.open();
  for (const name of names) await expect(own.about(name)).toHaveCount(1);
  await audit(own.page, 'a broker’s Agent of Record');
  await visit(own.page, '/clients');
  await audit(own.page, 'a broker’s clients, with the link');
  await new Remove(consumers[0]!).remove();
  for (const email of [demo.bsl, demo.manager]) {
    const all = new Worksheet(await actors.demo(email), '/clients/agent-of-record', AGENT_OF_RECORD);
    await all.open();
    await expect(all.cell(names[0]!, 'In effect from')).toHaveText('Never took effect');
    await audit(all.page, `${email}: Agent of Record of all brokers`);
  }
});

test('payments of an organization and of all', async ({ actors }) => {
  test.setTimeout(300_000);
  for (const email of [demo.contact, demo.arc]) {
    const sheet = new Worksheet(await actors.demo(email), '/agency/payments', PAYMENTS);
    await sheet.open();
    await audit(sheet.page, `${email}, this month`);
    const months = await sheet.months();
    for (const month of months.slice(0, 4)) {
      await sheet.choose(month);
      if (await sheet.rows.count()) break;
    }
    await expect(sheet.rows).not.toHaveCount(0);
    await audit(sheet.page, `${email}, payments`);
    await sheet.choose(months.at(-1)!);
    await expect(sheet.page.getByText(say('payments.none_text'), { exact: true })).toBeVisible();
    await audit(sheet.page, `${email}, none`);
  }
  const contact = await actors.demo(demo.contact);
  await visit(contact, '/agency');
  await expect(contact.getByRole('link', { name: PAYMENTS, exact: true })).toBeVisible();
  await audit(contact, 'the roster, with the link to payments');
});

test('recording a status', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer({ name: longName() });
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await audit(status.page, 'a consumer without an application');
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  await status.open(who);
  await audit(status.page, 'record a status, empty');
  await status.person(who.name).selectOption('');
  await status.button.click();
  await expect(problems(status.page)).toBeVisible();
  await audit(status.page, 'record a status, refused');
  await status.person(who.name).selectOption({ label: 'Medical Assistance' });
  await status.reason.fill(`Proof came. ${'Reference-'.repeat(40)}`);
  await status.button.click();
  await new Center(status.page).says(say('status.done'));
  await audit(status.page, 'record a status, recorded');
  await own.open();
  await expect(page.getByRole('heading', { name: 'Current status', exact: true })).toBeVisible();
  await audit(page, 'the determination with a current status');
  await visit(page, '/account/notices');
  await expect(page.getByText(sayLike('notices.determined_again', { by: say('notices.by_staff') }))).toBeVisible();
  await audit(page, 'notices with a changed status');
});

test('importing plans', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page } = new Center(await actors.demo(demo.manager));
  const plans = new Plans(page);
  const own = letters();
  await plans.open();
  await audit(page, 'plans');
  const header = await plans.header();
  await plans.upload('plans.csv', [header.slice(header.indexOf(',') + 1), '1']);
  await expect(problems(page)).toBeVisible();
  await audit(page, 'plans, refused');
  await plans.preview('plans.csv', [header, planLine(header, { plan_id: 'A 1', area: 'Dane', metal_level: 'Tin' })]);
  await audit(page, 'plans, nothing to import');
  const name = `${`plans-${own}-`.repeat(5)}.csv`;
  await plans.open();
  await plans.preview(name, [
    header,
    planLine(header, { plan_id: `A-${own}`, name: `Silver ${letters(80)}` }),
    planLine(header, { plan_id: `B-${own}`, name: HOSTILE[1], deductible: '9000' }),
    planLine(header, { plan_id: `C-${own}-${letters(60)}`, area: letters(80), age_0_14: '0', age_15: '-', age_16: '', age_17: 'x' }),
  ]);
  await audit(page, 'plans, preview');
  await plans.importButton.click();
  await expect(page.getByText(say('plans.done_title'), { exact: true })).toBeVisible();
  await audit(page, 'plans, imported');
  await plans.open();
  await expect(plans.catalog(name)).toHaveCount(1);
  await audit(page, 'plans, with one of a long name');
});
