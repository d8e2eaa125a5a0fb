// Accessible in every state: what a consumer sees.

import { say } from '../../fixtures/catalog.ts';
import { mistyped } from '../../fixtures/numbers.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { audit, expectFits } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Details, HEADINGS, openReceipt, Remove, Wizard } from '../../pages/assister.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

const NAMES = {
  'an ordinary name': () => undefined,
  'a long name': longName,
  'a hostile name': () => `${HOSTILE[1]} ${letters()}`,
};

for (const [what, make] of Object.entries(NAMES)) {
  test(`${what}: from no assister to one, and to none again`, async ({ actors }) => {
    test.setTimeout(300_000);
    const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
    const name = make();
    const look = name ? expectFits : audit;
    const { page, who } = await actors.consumer(name ? { name } : {});
    await look(page, 'account, nobody helps');
    const details = new Details(page);
    await details.open();
    await look(page, 'details, none');
    const wizard = new Wizard(page);
    await wizard.open();
    await look(page, 'number, empty');
    await wizard.lookUp(mistyped(first));
    await expect(problems(page)).toBeVisible();
    await look(page, 'number, refused');
    await wizard.lookUp(first);
    await arrive(page, HEADINGS.card);
    await look(page, 'card');
    await wizard.next.click();
    await arrive(page, HEADINGS.agree);
    await look(page, 'agreement');
    await wizard.typedName.fill('Somebody Else');
    await wizard.confirm.click();
    await expect(problems(page)).toBeVisible();
    await look(page, 'agreement, refused');
    await wizard.fillIn(who.name);
    await wizard.confirm.click();
    await wizard.done();
    await look(page, 'authorized');
    await openReceipt(page);
    await look(page, 'receipt');
    await wizard.toAgreement(second);
    await expect(page.locator('main')).toContainText(say('agree.replaces_title'));
    await look(page, 'agreement, one is replaced');
    await wizard.fillIn(who.name);
    await wizard.confirm.click();
    await wizard.done();
    await visit(page, '/account');
    await look(page, 'account, helped');
    await details.open();
    await look(page, 'details, one and a history');
    const remove = new Remove(page);
    await remove.open();
    await look(page, 'remove');
    const other = await page.context().newPage();
    await new Remove(other).remove();
    await look(other, 'details, removed');
    await remove.button.click();
    await expect(page.getByText(say('details.already_removed')).first()).toBeVisible();
    await look(page, 'details, removed already');
    await visit(page, '/account/assister?window=other');
    await expect(page.getByText(say('details.other_window')).first()).toBeVisible();
    await look(page, 'details, another window was quicker');
    await page.getByRole('link', { name: /^View your receipt/ }).first().click();
    await arrive(page, 'Your receipt');
    await expect(page.locator('main')).toContainText('Ended');
    await look(page, 'receipt of an authorization that ended');
    await visit(page, '/sessions');
    await look(page, 'sessions');
  });
}
