// "Your account", "Assister Details", change, remove, the history.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, Remove, Wizard } from '../pages/assister.ts';
import { arrive, expectNotFound, fact, path, visit } from '../pages/page.ts';

/** Today as the portal's place has it, in the parts that any way of writing a date shows. */
function year(): RegExp {
  return new RegExp(String(new Date().getUTCFullYear()));
}

test('an account without an assister says so and shows the way', { tag: '@main' }, async ({ actors }) => {
  const page = await actors.demo(demo.consumer);
  await visit(page, '/account');
  await arrive(page, 'Your account');
  await expect(page.getByRole('heading', { name: 'Manage Assister', exact: true })).toBeVisible();
  await expect(page.locator('main')).toContainText(say('account.nobody'));
  await page.getByRole('link', { name: 'Manage Assister', exact: true }).click();
  await arrive(page, 'Assister Details');
  expect(path(page)).toBe('/account/assister');
  const details = new Details(page);
  await expect(details.none).toBeVisible();
  await expect(details.historyHeading).toHaveCount(0);
  for (const link of [details.change, details.remove, details.receipt]) await expect(link).toHaveCount(0);
  await details.add.click();
  await arrive(page, HEADINGS.number);
  expect(path(page)).toBe('/account/assister/add');
});

test('the demo consumers who have the navigator see them', async ({ actors }) => {
  const number = await actors.number(demo.navigator);
  for (const email of [demo.consumer2, demo.consumer3]) {
    const page = await actors.demo(email);
    await new Details(page).open();
    await expect(fact(page, 'Organization')).toHaveText('Northern Lights Health Navigators');
    expect((await fact(page, 'Reference number').innerText()).replace(/\D/g, '')).toBe(number);
    await expect(fact(page, 'Date authorized')).toHaveText(/\d{4}/);
    await new Details(page).receipt.click();
    await arrive(page, 'Your receipt');
  }
});

test('changing names who is replaced, and the history keeps the earlier one', { tag: '@main' }, async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  const broker = await wizard.authorize(first, who.name);
  const details = new Details(page);
  await details.open();
  await details.change.click();
  await arrive(page, HEADINGS.number);
  await wizard.lookUp(second);
  await arrive(page, HEADINGS.card);
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await expect(page.locator('main')).toContainText(say('agree.replaces_title'));
  await expect(page.locator('main')).toContainText(say('agree.replaces', { name: broker }));
  await wizard.fillIn(who.name);
  await wizard.confirm.click();
  const cac = await wizard.done();
  expect(cac).not.toBe(broker);

  await details.open();
  await expect(fact(page, 'Name')).toHaveText(cac);
  await expect(details.historyHeading).toBeVisible();
  await expect(details.history()).toHaveCount(1);
  await expect(details.history()).toContainText(broker);
  await expect(details.history()).toContainText(say('details.ended_changed'));
  await expect(details.history()).toContainText(year());
});

test('removing says what it means and takes effect, and the same assister can come back', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const name = await new Wizard(page).authorize(number, who.name);
  const details = new Details(page);
  await details.open();
  await details.remove.click();
  await arrive(page, `Remove ${name}?`);
  await expect(page.locator('main')).toContainText(say('remove.access'));
  await new Remove(page).keep.click();
  await arrive(page, 'Assister Details');
  await expect(fact(page, 'Name')).toHaveText(name);
  await details.remove.click();
  await arrive(page, `Remove ${name}?`);
  await new Remove(page).button.click();
  await arrive(page, 'Assister Details');
  await expect(page.locator('main')).toContainText(say('details.removed', { name }));
  await expect(details.none).toBeVisible();
  await expect(details.history()).toHaveCount(1);
  await expect(details.history()).toContainText(name);
  await expect(details.history()).toContainText(say('details.ended_removed'));
  // Said once: the next look at the page does not say it again.
  await details.open();
  await expect(page.locator('main')).not.toContainText(say('details.removed', { name }));

  await new Wizard(page).authorize(number, who.name);
  await details.open();
  await expect(fact(page, 'Name')).toHaveText(name);
  await expect(details.history()).toHaveCount(1);
});

test('the history is newest first', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  const broker = await wizard.authorize(first, who.name);
  const cac = await wizard.authorize(second, who.name);
  await new Remove(page).remove();
  const details = new Details(page);
  await details.open();
  await expect(details.history()).toHaveCount(2);
  await expect(details.history().nth(0)).toContainText(cac);
  await expect(details.history().nth(0)).toContainText(say('details.ended_removed'));
  await expect(details.history().nth(1)).toContainText(broker);
  await expect(details.history().nth(1)).toContainText(say('details.ended_changed'));
});

test('the notices say who was authorized, changed and removed, and nobody else reads them', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  await page.getByRole('link', { name: 'Read your notices', exact: true }).click();
  await arrive(page, 'Notices');
  await expect(page.locator('main')).toContainText(say('notices.none'));
  const told: string[] = [];
  const listed = async (...newest: string[]): Promise<void> => {
    told.unshift(...newest);
    await visit(page, '/account/notices');
    await arrive(page, 'Notices');
    const lines = await page.locator('main dd').allInnerTexts();
    expect(lines.filter((line) => !line.startsWith(say('notices.see_assister'))).map((line) => line.trim())).toEqual(told);
  };
  await wizard.authorized(first, who.name);
  await listed(say('notices.assister_added', { about: 'Tom Lindqvist' }));
  await wizard.authorized(second, who.name);
  await listed(say('notices.assister_changed', { before: 'Tom Lindqvist', about: 'Mai Yang' }));
  await new Remove(page).remove();
  await listed(say('notices.assister_removed', { about: 'Mai Yang' }));
  await page.getByRole('link', { name: new RegExp(`^${say('notices.see_assister')}`) }).first().click();
  await arrive(page, 'Assister Details');
  for (const email of [demo.broker, demo.cac]) await expectNotFound(await actors.demo(email), '/account/notices');
});
