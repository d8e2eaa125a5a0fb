// One effect, however often it is asked for: double click, two tabs.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, openReceipt, Remove, STEPS, Wizard } from '../pages/assister.ts';
import { arrive, fact, visit } from '../pages/page.ts';

test('a double click on Confirm and one on Remove have one effect each', async ({ actors }) => {
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

  const remove = new Remove(page);
  await remove.open();
  await remove.button.dblclick();
  await arrive(page, 'Assister Details');
  // The running page sends one: the second of two would be told that it was removed already.
  await expect(page.getByText(say('details.removed', { name }))).toBeVisible();
  await expect(details.none).toBeVisible();
  await details.open();
  await expect(details.history()).toHaveCount(1);
});

test('two tabs that finish at once leave one authorization, and both tell the truth', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const other = await page.context().newPage();
  const tabs = [page, other].map((tab) => new Wizard(tab));
  await tabs[0]!.toAgreement(number);
  await visit(other, STEPS.agree);
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

test('what another tab did meanwhile is said, and nothing else happens', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer();
  const other = await page.context().newPage();
  const [wizard, elsewhere] = [new Wizard(page), new Wizard(other)];
  await wizard.toAgreement(first);
  await wizard.fillIn(who.name);
  await elsewhere.open();
  await elsewhere.lookUp(second);
  await arrive(other, HEADINGS.card);
  await wizard.confirm.click();
  // The truth: the assister who would be authorized now is the other one.
  await arrive(page, HEADINGS.card);
  await expect(fact(page, 'Name')).toHaveText(await fact(other, 'Name').innerText());

  // The other tab chooses another one again, and finishes.
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await wizard.fillIn(who.name);
  const name = await elsewhere.authorize(first, who.name);
  await wizard.confirm.click();
  await arrive(page, 'Assister Details');
  await expect(page.getByText(say('details.other_window'))).toBeVisible();
  await expect(fact(page, 'Name')).toHaveText(name);

  // The other tab removes.
  await new Remove(page).open();
  await new Remove(other).remove();
  await new Remove(page).button.click();
  await expect(page.getByText(say('details.already_removed')).first()).toBeVisible();
  await arrive(page, 'Assister Details');
  const details = new Details(page);
  await expect(details.none).toBeVisible();
  await expect(details.history()).toHaveCount(1);
});
