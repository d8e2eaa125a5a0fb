// One effect, however often it is asked for: double click, reload, replay, two tabs.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, openReceipt, Remove, Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { arrive, fact, heading, path, scripted, visit } from '../pages/page.ts';

test('a double click on Confirm has one effect', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  await wizard.fillIn(who.name);
  await wizard.confirm.dblclick();
  const name = await wizard.done();
  const details = new Details(page);
  await details.open();
  await expect(fact(page, 'Name')).toHaveText(name);
  await expect(details.historyHeading).toHaveCount(0);

  const clients = new Clients(await actors.demo(demo.broker));
  await clients.open('all');
  await clients.search(who.name);
  await clients.found(who.name, [who.name]);
});

test('a reload of the last page changes nothing', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  const name = await wizard.authorize(number, who.name);
  const receipt = await openReceipt(page);
  await page.goBack();
  await arrive(page, `You have authorized ${name}`);
  for (let times = 0; times < 2; times++) {
    await page.reload();
    await arrive(page, `You have authorized ${name}`);
  }
  expect(await openReceipt(page)).toBe(receipt);
  await new Details(page).open();
  await expect(new Details(page).historyHeading).toHaveCount(0);
});

test('two tabs that finish at once leave one authorization, and both tell the truth', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const other = await page.context().newPage();
  const tabs = [page, other].map((tab) => new Wizard(tab));
  await tabs[0]!.toAgreement(number);
  await visit(other, '/account/assister/add/agree');
  await arrive(other, HEADINGS.agree);
  for (const tab of tabs) await tab.fillIn(who.name);
  await Promise.all(tabs.map((tab) => tab.confirm.click()));
  const names = await Promise.all(tabs.map((tab) => tab.done()));
  expect(names[0]).toBe(names[1]);
  const receipts = [await openReceipt(page), await openReceipt(other)];
  expect(receipts[0]).toBe(receipts[1]);
  await new Details(page).open();
  await expect(new Details(page).historyHeading).toHaveCount(0);
});

test('a tab that confirms long after the other gets the same answer', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const other = await page.context().newPage();
  await new Wizard(page).toAgreement(number);
  await visit(other, '/account/assister/add/agree');
  await new Wizard(other).fillIn(who.name);
  await new Wizard(page).fillIn(who.name);
  await new Wizard(page).confirm.click();
  const name = await new Wizard(page).done();
  await new Wizard(other).confirm.click();
  expect(await new Wizard(other).done()).toBe(name);
});

test('authorizing the current assister again changes nothing', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  const name = await wizard.authorize(number, who.name);
  const receipt = await openReceipt(page);
  await wizard.open();
  await wizard.lookUp(number);
  await expect(page.getByText(say('number.current', { name })).first()).toBeVisible();
  const details = new Details(page);
  await details.open();
  await expect(fact(page, 'Name')).toHaveText(name);
  await expect(details.historyHeading).toHaveCount(0);
  expect(await openReceipt(page)).toBe(receipt);
});

test('an assister who was removed in another tab: removing says so and is no error', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(number, who.name);
  const other = await page.context().newPage();
  await new Remove(page).open();
  await new Remove(other).remove();
  await new Remove(page).button.click();
  await expect(page.getByText(say('details.already_removed')).first()).toBeVisible();
  const details = new Details(page);
  await details.open();
  await expect(details.none).toBeVisible();
  await expect(details.history()).toHaveCount(1);
  // The page itself, asked for when there is nobody to remove, says so too.
  await visit(page, '/account/assister/remove');
  await expect(heading(page, 'Page not found')).toHaveCount(0);
  await expect(page.getByText(say('details.already_removed')).first()).toBeVisible();
});

test('a double click on Remove has one effect', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const name = await new Wizard(page).authorize(number, who.name);
  const remove = new Remove(page);
  await remove.open();
  await remove.button.dblclick();
  await arrive(page, 'Assister Details');
  // The running page sends one; without one the second of two is told what the first did.
  if (scripted()) await expect(page.getByText(say('details.removed', { name }))).toBeVisible();
  const details = new Details(page);
  await expect(details.none).toBeVisible();
  await details.open();
  await expect(details.history()).toHaveCount(1);
});

test('back from a finished wizard leads out of it', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await page.getByRole('link', { name: 'Manage Assister', exact: true }).click();
  await arrive(page, 'Assister Details');
  await new Details(page).add.click();
  await new Wizard(page).authorize(number, who.name);
  // The steps that can't be shown again lead to the first one, each without a step of its own to go back from.
  for (let step = 0; step < 6 && path(page) !== '/account'; step += 1) {
    await page.goBack();
    await arrive(page, /./);
  }
  await arrive(page, 'Your account');
});
