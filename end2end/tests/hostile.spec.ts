// Names that would do harm in a page that forgot to escape one place, and names as long as names may be.
// The watch of every test fails on a dialog, so a script that ran would be seen.

import { say } from '../fixtures/catalog.ts';
import { expectFits } from '../fixtures/looks.ts';
import { demo, HOSTILE, letters, longName } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { openReceipt, Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { CreateAccount } from '../pages/identity.ts';
import { arrive, expectRefused, fact, visit } from '../pages/page.ts';

/** All of it in one name: what ends a text area, an attribute or a comment, what templates fill in, and what turns or stacks letters. */
const ALL_AT_ONCE = `${HOSTILE.join(' ')} {assister} \${7*7} %s <!-- \u202eevil\u202c \ufdfd \u1e24\u0334\u031ba`;

/** What of it is kept: a name has no use for what only turns the direction of writing, and one form of each letter. */
const kept = (typed: string): string => typed.replace(/[\u202a-\u202e]/g, '').normalize('NFC');

test('a hostile name is shown as a name, does nothing and fits', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const own = letters();
  const typed = `${ALL_AT_ONCE} Test ${own}`;
  const name = kept(typed);
  const { page } = await actors.consumer({ name: typed });
  await expect(page.locator('body')).toContainText(name);
  await expectFits(page, 'account, a hostile name');
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  // Refused first: what was typed is shown again, in a field and in a message.
  await wizard.fillIn(`${ALL_AT_ONCE} other`);
  await wizard.confirm.click();
  await expectRefused(page, wizard.typedName, say('agree.name_different', { name }));
  await expect(wizard.typedName).toHaveValue(`${ALL_AT_ONCE} other`);
  await expectFits(page, 'agreement, refused, a hostile name');
  await wizard.typedName.fill(typed);
  await wizard.confirm.click();
  await wizard.done();
  await openReceipt(page);
  await expect(fact(page, say('receipt.typed'))).toHaveText(name);
  await expectFits(page, 'receipt, a hostile name');

  const assister = await actors.demo(demo.broker);
  const clients = new Clients(assister);
  await clients.open('all');
  for (const words of [own, ...HOSTILE.map((hostile) => `${hostile} ${own}`)]) {
    await clients.search(words);
    await clients.found(words, [name]);
  }
  await clients.client(name).click();
  await expect(assister.getByText(`You are acting for ${name}`).first()).toBeVisible();
  for (const each of [page, assister]) {
    expect(await each.locator('img[src="x"], main script').count()).toBe(0);
  }
});

test('hostile input to a form comes back as typed, and a hostile address is shown harmlessly', async ({ page, actors }) => {
  const form = new CreateAccount(page);
  const harmless = async (): Promise<void> => expect(await page.locator('img[src="x"]').count()).toBe(0);
  for (const hostile of HOSTILE) {
    await form.open();
    await form.submit({ name: hostile, born: hostile, email: hostile, password: hostile });
    await expectRefused(page, form.email, say('create_account.email_wrong'));
    await expect(form.name).toHaveValue(hostile);
    await expect(form.born).toHaveValue(hostile);
    await expect(form.email).toHaveValue(hostile);
    await harmless();
    await visit(page, `/${encodeURIComponent(hostile)}`);
    await arrive(page, 'Page not found');
    await visit(page, `/sign-in?next=${encodeURIComponent(`/${hostile}`)}`);
    await arrive(page, 'Sign in');
    await harmless();
  }
  const assister = await actors.demo(demo.navigator2);
  await visit(assister, `/clients?q=${encodeURIComponent(HOSTILE[0])}&list=${encodeURIComponent(HOSTILE[1])}`);
  await new Clients(assister).arrived();
});

test('a name of the full length fits everywhere', async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const name = longName();
  const { page } = await actors.consumer({ name });
  await expectFits(page, 'account, a long name');
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  await wizard.fillIn('Somebody Else');
  await wizard.confirm.click();
  await expectRefused(page, wizard.typedName, say('agree.name_different', { name }));
  await expectFits(page, 'agreement, refused, a long name');
  await wizard.typedName.fill(name);
  await wizard.confirm.click();
  await wizard.done();
  await expectFits(page, 'authorized, a long name');
  await openReceipt(page);
  await expect(fact(page, say('receipt.typed'))).toHaveText(name);
  await expectFits(page, 'receipt, a long name');
  const assister = await actors.demo(demo.cac);
  await new Clients(assister).openRecord(name);
  await expectFits(assister, 'record, a long name');
});
