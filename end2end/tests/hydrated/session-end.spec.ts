// The end of a session: announced, counted down, put off or hastened, and at last nothing of the page is left.

import { say } from '../../fixtures/catalog.ts';
import { audit } from '../../fixtures/looks.ts';
import { demo } from '../../fixtures/people.ts';
import { type Actors, expect, test } from '../../fixtures/test.ts';
import { Wizard } from '../../pages/assister.ts';
import { signOut } from '../../pages/header.ts';
import { SignIn } from '../../pages/identity.ts';
import { arrive, heading, visit } from '../../pages/page.ts';
import type { Locator, Page } from '@playwright/test';

const asking = (page: Page): Locator => page.getByRole('dialog', { name: say('session.heading') });
const over = (page: Page): Locator => page.getByRole('dialog', { name: say('session.ended_heading') });
const asked = (page: Page) => page.waitForResponse((answer) => answer.request().method() === 'HEAD' && 'page-of' in query(answer.url()));
const query = (url: string): Record<string, string> => Object.fromEntries(new URL(url).searchParams);

/** A consumer who has begun to type what they agree to, and the clock of their page. */
async function typing(actors: Actors) {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await page.clock.install();
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  await wizard.fillIn('Half a na');
  return { page, who, wizard };
}

/** Ends the session as its owner does in another tab. */
async function endsElsewhere(page: Page): Promise<void> {
  const other = await page.context().newPage();
  await visit(other, '/account');
  await signOut(other);
  await arrive(other, 'Sign in');
  await other.close();
}

/** Nothing of the page is there: to be seen, found, or reached with the keyboard. */
async function expectNothingLeft(page: Page, name: string): Promise<void> {
  await expect(over(page)).toBeVisible();
  await expect(page.locator('body')).not.toContainText(name);
  await expect(page.locator('main, header, footer')).toHaveCount(0);
  const link = over(page).getByRole('link', { name: say('site.sign_in') });
  await expect(link).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(over(page)).toBeVisible();
  await expect(page).toHaveTitle(say('session.ended_heading'));
}

test('what is being typed survives the warning before the session ends', { tag: '@live' }, async ({ actors }) => {
  const { page, wizard } = await typing(actors);
  // 150 s ahead of the 15 minutes, and no more than the ten seconds earlier by which the server counts.
  await page.clock.fastForward('12:15');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.clock.fastForward('00:15');
  const dialog = page
    .getByRole('dialog', { name: say('session.heading') })
    .or(page.getByRole('alertdialog', { name: say('session.heading') }));
  await expect(dialog).toBeVisible();
  const stayed = page.waitForResponse((answer) => answer.url().endsWith('/api/stay-signed-in'));
  await dialog.getByRole('button', { name: say('session.stay') }).click();
  await stayed;
  await expect(dialog).toBeHidden();
  await expect(wizard.typedName).toHaveValue('Half a na');
  await expect(wizard.checkbox).toBeChecked();
  // It comes again when nothing happens after that.
  await page.clock.fastForward('12:30');
  await expect(dialog).toBeVisible();
  // Closed with the keyboard it is an answer, too: somebody is there.
  const stays = page.waitForRequest((request) => request.url().endsWith('/api/stay-signed-in'));
  await page.keyboard.press('Escape');
  await stays;
  await expect(dialog).toBeHidden();
});

test('the end is counted down, spoken rarely, and can be had now', async ({ actors }) => {
  const { page } = await actors.consumer();
  await page.clock.install();
  await visit(page, '/account/notices');
  await page.clock.fastForward('12:25');
  const dialog = asking(page);
  await expect(dialog).toBeVisible();
  await expect(dialog).toHaveAccessibleDescription(new RegExp(`${say('session.left')} 2:[0-3]\\d`));
  const [timer, spoken] = [dialog.getByRole('timer'), dialog.getByRole('status')];
  const first = await timer.innerText();
  await expect(timer).not.toHaveText(first);
  await expect(spoken).toHaveText('');
  await audit(page, 'the end of a session is near');
  await page.clock.fastForward('01:30');
  await expect(timer).toHaveText(/^0:[0-5]\d$/);
  await expect(spoken).toHaveText(say('session.minute'));
  await page.clock.fastForward('00:40');
  await expect(spoken).toHaveText(say('session.seconds'));
  await dialog.getByRole('button', { name: say('session.leave') }).click();
  await arrive(page, 'Sign in');
  await expect(page.locator('main')).toContainText(say('session.out_heading'));
});

test('at the end nothing of the page is left, and signing in leads back to it', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await page.clock.install();
  await visit(page, '/account/assister?x=1');
  await arrive(page, 'Assister Details');
  await page.clock.fastForward('12:25');
  await expect(asking(page)).toBeVisible();
  // For the server no time has passed: as if another tab had been in use.
  let answer = asked(page);
  await page.clock.fastForward('02:30');
  expect(Number((await answer).headers()['session-left'])).toBeGreaterThan(600);
  await expect(asking(page)).toBeHidden();
  await expect(over(page)).toBeHidden();
  await expect(heading(page, 'Assister Details')).toBeVisible();
  // It is announced again, at its time.
  await page.clock.fastForward('12:40');
  await expect(asking(page)).toBeVisible();
  await endsElsewhere(page);
  answer = asked(page);
  await page.clock.fastForward('02:40');
  expect((await answer).headers()['session-left']).toBeUndefined();
  await expectNothingLeft(page, who.name);
  await over(page).getByRole('link', { name: say('site.sign_in') }).click();
  await arrive(page, 'Sign in');
  expect(query(page.url())).toEqual({ why: 'ended', next: '/account/assister?x=1' });
  await expect(page.locator('main')).toContainText(say('session.ended_text'));
  await new SignIn(page).submit(who.email, who.password);
  await arrive(page, 'Assister Details');
  expect(new URL(page.url()).search).toBe('?x=1');
});

test('after the computer slept the page is covered before anything is asked', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await typing(actors);
  await endsElsewhere(page);
  const now = await page.evaluate(() => Date.now());
  await page.clock.pauseAt(now + 5000);
  let goOn = (): void => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('/?page-of=*', async (route) => {
    await held;
    await route.continue();
  });
  // Timers stood still; the clock did not.
  await page.clock.setSystemTime(now + 60 * 60 * 1000);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(over(page)).toBeVisible();
  await expect(page.locator('main')).toBeHidden();
  goOn();
  await expectNothingLeft(page, who.name);
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain('Half a na');
});

test('where the server can not be asked the page is covered, and is back when another tab kept the session', { tag: '@live' }, async ({ actors, watch }) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  const { page, wizard } = await typing(actors);
  await page.clock.fastForward('12:25');
  await expect(asking(page)).toBeVisible();
  await page.context().setOffline(true);
  await page.clock.fastForward('02:30');
  await expect(over(page)).toBeVisible();
  await expect(page.locator('main')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.locator('main')).toBeHidden();
  await page.context().setOffline(false);
  await page.clock.fastForward('00:11');
  await expect(over(page)).toBeHidden();
  await expect(wizard.typedName).toHaveValue('Half a na');
});
