// A later status: staff record it, and the consumer reads it with the reason.

import { say, sayLike } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { expectRefused, fact, scripted, visit } from '../pages/page.ts';
import { Center } from '../pages/resource-center.ts';
import { StatusForm } from '../pages/status.ts';

const FIRST = 'Health plan with a premium tax credit';
const LATER = 'Needs a county or DHS decision';
const LATEST = 'MinnesotaCare';

test('staff record a status, the slower of two is told, and the consumer reads it', { tag: '@journey' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await new Center(status.page).says(/There is no submitted application for \d{4} with a result/);
  await expect(status.button).toHaveCount(0);
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  const slower = new StatusForm(await actors.demo(demo.manager));
  await slower.open(who);

  // Bad input first.
  await status.open(who);
  await status.person(who.name).selectOption({ label: LATER });
  const chosen = await status.person(who.name).inputValue();
  await status.button.click();
  await expectRefused(status.page, status.reason, say('resource.reason_missing'));
  await expect(status.person(who.name)).toHaveValue(chosen);
  const why = `Pay stubs of ${letters()} show less <income> & "more"`;
  await status.person(who.name).selectOption('');
  await status.reason.fill(why);
  await status.button.click();
  await expectRefused(status.page, status.person(who.name), say('status.missing', { name: who.name }));
  await expect(status.reason).toHaveValue(why);
  await status.person(who.name).selectOption({ label: LATER });
  await status.button.dblclick();
  await new Center(status.page).says(say('status.done'));
  await expect(status.page.getByRole('heading', { name: 'Current status', exact: true })).toBeVisible();
  await expect(status.person(who.name)).toHaveValue(chosen);
  // Every status has a reason of its own.
  await expect(status.reason).toHaveValue('');
  if (scripted()) await audit(status.page, 'a status was recorded');

  // Somebody else had the page open.
  await slower.person(who.name).selectOption({ label: LATEST });
  await slower.reason.fill('Proof of income came');
  await slower.button.click();
  await new Center(slower.page).says(say('status.meanwhile'));
  await new Center(slower.page).says(why);
  await expect(slower.reason).toHaveValue('Proof of income came');
  if (scripted()) await audit(slower.page, 'a status was recorded meanwhile');
  await slower.button.click();
  await new Center(slower.page).says(say('status.done'));

  // The consumer is told where they arrive, and reads it above the initial one.
  await visit(page, '/account');
  await expect(fact(page, 'Current status')).toHaveText(LATEST);
  await expect(page.getByText('3 new notices', { exact: true })).toBeVisible();
  await own.open();
  await own.determinedAgain();
  await expect(page.locator('main')).toContainText(/MNsure staff recorded it on .+\. Reason: /);
  await expect(page.getByText(/Reason: Proof of income came$/)).toBeVisible();
  const headings = await page.locator('main').getByRole('heading', { level: 2 }).allInnerTexts();
  expect(headings.indexOf('Current status')).toBeGreaterThanOrEqual(0);
  expect(headings.indexOf('Current status')).toBeLessThan(headings.indexOf('Initial determination'));
  await expect(page.locator(`xpath=//dt[normalize-space()="${who.name}"]/following-sibling::dd[1]`)).toContainText([LATEST, FIRST]);
  await visit(page, '/account/notices');
  await expect(page.getByText(sayLike('notices.determined_again', { by: say('notices.by_staff') }))).toHaveCount(2);
  const fresh = page.locator('main strong').filter({ hasText: /^New$/ });
  await expect(fresh).toHaveCount(3);
  const read = page.getByRole('button', { name: 'Mark all as read', exact: true });
  await read.dblclick();
  await expect(fresh).toHaveCount(0);
  await expect(read).toHaveCount(0);
  await visit(page, '/account');
  await expect(page.getByText(/new notice/)).toHaveCount(0);
});
