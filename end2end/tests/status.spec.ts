// A later status: staff record it, the consumer reads it with the reason, assisters see the initial one only.

import { say, sayLike } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { expectRefused, fact, visit } from '../pages/page.ts';
import { Center } from '../pages/resource-center.ts';
import { StatusForm } from '../pages/status.ts';

const FIRST = 'Health plan with a premium tax credit';
/** No word of it is elsewhere on a determination. */
const LATER = 'Needs a county or DHS decision';

test('a recorded status is for the consumer, not for the assister', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  await expect(fact(page, who.name)).toContainText(FIRST);
  await new Wizard(page).authorized(number, who.name);

  // Bad input first.
  const arc = await actors.demo(demo.arc);
  const status = new StatusForm(arc);
  await status.open(who);
  await expect(arc.getByRole('heading', { name: 'Record a status', exact: true })).toBeVisible();
  await status.person(who.name).selectOption({ label: LATER });
  const chosen = await status.person(who.name).inputValue();
  await status.button.click();
  await expectRefused(arc, status.reason, say('resource.reason_missing'));
  await expect(status.person(who.name)).toHaveValue(chosen);
  const why = `Pay stubs of ${letters()} show less <income> & "more"`;
  await status.person(who.name).selectOption('');
  await status.reason.fill(why);
  await status.button.click();
  await expectRefused(arc, status.person(who.name), say('status.missing', { name: who.name }));
  await expect(status.reason).toHaveValue(why);
  await status.person(who.name).selectOption({ label: LATER });
  await status.button.dblclick();
  await new Center(arc).says(say('status.done'));
  await expect(arc.getByRole('heading', { name: 'Current status', exact: true })).toBeVisible();
  await expect(status.person(who.name)).toHaveValue(chosen);

  // The same once more is no change to tell of.
  await status.open(who);
  await status.reason.fill('The same again');
  await status.button.click();
  await expectRefused(arc, status.person(who.name), say('status.same'));

  // The consumer is told where they arrive, and reads it above the initial one.
  await visit(page, '/account');
  await expect(fact(page, 'Current status')).toHaveText(LATER);
  await expect(page.getByText('2 new notices', { exact: true })).toBeVisible();
  await own.open();
  await own.determinedAgain();
  await expect(page.getByText(why)).toBeVisible();
  await expect(page.locator('main')).toContainText(/MNsure staff recorded it on .+\. Reason: /);
  const headings = await page.locator('main').getByRole('heading', { level: 2 }).allInnerTexts();
  expect(headings.indexOf('Current status')).toBeGreaterThanOrEqual(0);
  expect(headings.indexOf('Current status')).toBeLessThan(headings.indexOf('Initial determination'));
  await expect(page.locator(`xpath=//dt[normalize-space()="${who.name}"]/following-sibling::dd[1]`)).toContainText([LATER, FIRST]);
  await visit(page, '/account/notices');
  await expect(page.getByText(sayLike('notices.determined_again', { by: say('notices.by_staff') }))).toHaveCount(1);
  const fresh = page.locator('main strong').filter({ hasText: /^New$/ });
  await expect(fresh).toHaveCount(2);
  const read = page.getByRole('button', { name: 'Mark all as read', exact: true });
  await read.dblclick();
  await expect(fresh).toHaveCount(0);
  await expect(read).toHaveCount(0);
  await visit(page, '/account');
  await expect(page.getByText(/new notice/)).toHaveCount(0);

  // The counselor sees none of it.
  const cac = await actors.demo(demo.cac);
  const clients = new Clients(cac);
  const without = async (): Promise<void> => {
    const html = await cac.content();
    for (const told of [why, why.slice(0, 20), 'Current status', LATER]) expect(html, cac.url()).not.toContain(told);
  };
  const record = await clients.openRecord(who.name);
  await expect(fact(cac, 'Initial determination')).toHaveText(FIRST);
  await without();
  const acting = new Application(cac, `${record}/application`);
  await acting.open();
  await acting.determined();
  await expect(fact(cac, who.name)).toContainText(FIRST);
  await expect(cac.locator('main')).toContainText("This is the initial status. You can't see here whether it changed later.");
  await without();
  await clients.open('all');
  await clients.search(who.name);
  await expect(clients.rows.first()).toContainText(FIRST);
  const row = await clients.rows.first().innerText();
  expect(row).not.toContain(LATER);
});

test('of two who record at the same time the later is told', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });

  const one = new StatusForm(await actors.demo(demo.arc));
  const other = new StatusForm(await actors.demo(demo.manager));
  await one.open(who);
  await other.open(who);
  await one.reason.fill('Asked for by the county');
  await one.person(who.name).selectOption({ label: LATER });
  await one.button.click();
  await new Center(one.page).says(say('status.done'));
  await other.reason.fill('Proof of income came');
  await other.person(who.name).selectOption({ label: 'MinnesotaCare' });
  await other.button.click();
  await new Center(other.page).says(say('status.meanwhile'));
  await new Center(other.page).says('Asked for by the county');
  await expect(other.reason).toHaveValue('Proof of income came');
  await other.button.click();
  await new Center(other.page).says(say('status.done'));
  await own.open();
  await own.determinedAgain();
  await expect(page.getByText(/Reason: Proof of income came$/)).toBeVisible();
});

test('after a status was recorded the reason is asked for anew', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await status.person(who.name).selectOption({ label: LATER });
  await status.reason.fill('Proof of income came');
  await status.button.click();
  await new Center(status.page).says(say('status.done'));
  await expect(status.reason).toHaveValue('', { timeout: 5_000 });
});

test('without a submitted application there is no status to record', async ({ actors }) => {
  const { who } = await actors.consumer();
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await new Center(status.page).says(/There is no submitted application for \d{4} with a result/);
  await expect(status.button).toHaveCount(0);
});
