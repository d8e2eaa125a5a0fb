// The whole journey without a mouse.

import { demo, person } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Details, HEADINGS, Remove, Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { confirmEmail, CreateAccount } from '../../pages/identity.ts';
import { arrive, visit } from '../../pages/page.ts';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until `target` has the focus, which must then be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toBeInViewport();
      const ring = await target.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
      });
      expect(ring, 'a focus ring').toBe(true);
      return;
    }
  }
  throw new Error('Tab never came there');
}

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

test('a consumer creates an account, authorizes and removes an assister by keyboard alone', { tag: '@live' }, async ({ page, actors }) => {
  const number = await actors.number(demo.broker);
  const who = person();
  await visit(page, '/create-account');
  const form = new CreateAccount(page);
  await type(page, form.name, who.name);
  await type(page, form.born, who.born);
  await type(page, form.email, who.email);
  await type(page, form.password, who.password);
  await page.keyboard.press('Enter');
  await arrive(page, 'Your account');
  await confirmEmail(page, who.email);
  await press(page, page.getByRole('link', { name: 'Manage Assister', exact: true }));
  await arrive(page, 'Assister Details');
  const details = new Details(page);
  await press(page, details.add);
  await arrive(page, HEADINGS.number);
  const wizard = new Wizard(page);
  await type(page, wizard.number, number);
  await page.keyboard.press('Enter');
  await arrive(page, HEADINGS.card);
  await press(page, wizard.next, 'Space');
  await arrive(page, HEADINGS.agree);
  await press(page, wizard.checkbox, 'Space');
  await expect(wizard.checkbox).toBeChecked();
  await type(page, wizard.typedName, who.name);
  await press(page, wizard.confirm);
  await wizard.done();
  await press(page, page.getByRole('link', { name: 'View your receipt', exact: true }));
  await arrive(page, 'Your receipt');
  await press(page, page.getByRole('link', { name: 'Back to Assister Details' }).first());
  await arrive(page, 'Assister Details');
  await press(page, details.remove);
  await arrive(page, /^Remove .+\?$/);
  await press(page, new Remove(page).button);
  await arrive(page, 'Assister Details');
  await expect(details.none).toBeVisible();
});

test('an assister searches, opens a record, goes back and signs out by keyboard alone', { tag: '@live' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page: consumer, who } = await actors.consumer();
  await new Wizard(consumer).authorize(number, who.name);
  const page = await actors.demo(demo.broker);
  const clients = new Clients(page);
  await clients.open('all');
  await press(page, clients.tab('new'));
  await clients.current('new');
  await type(page, clients.words, who.name);
  await page.keyboard.press('Enter');
  await clients.found(who.name, [who.name]);
  await press(page, clients.client(who.name));
  await expect(page.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await press(page, page.getByRole('link', { name: 'Back to your clients' }));
  await clients.arrived();
  await tabTo(page, page.getByRole('button', { name: 'Sign out', exact: true }));
});

test('a consumer answers a page, signs, and enrolls in a plan by keyboard alone', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await own.open('taxes');
  const [jointly, separately] = [
    own.field('Files a tax return; married people file jointly'),
    own.field('Married, and files separately'),
  ];
  await tabTo(page, jointly);
  await page.keyboard.press('ArrowDown');
  await expect(separately).toBeChecked();
  await expect(separately).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(jointly).toBeChecked();
  await press(page, own.save);
  await arrive(page, `Citizenship or immigration status of ${who.name}`);
  await press(page, own.save, 'Space');
  await arrive(page, 'Review your answers');
  await press(page, page.getByRole('link', { name: 'Continue to sign', exact: true }));
  await arrive(page, 'Sign and submit');
  await type(page, own.field('Your full name'), who.name);
  await press(page, own.submit);
  await own.determined();

  await press(page, page.getByRole('link', { name: 'Shop for plans', exact: true }));
  await arrive(page, 'Shop for plans');
  await type(page, page.getByLabel('Level', { exact: true }), 'Silver');
  await press(page, page.getByRole('button', { name: 'Show plans', exact: true }));
  await expect(page).toHaveURL(/[?&]metal=silver(&|$)/);
  await expect(page.locator('tbody').getByRole('row').filter({ hasNotText: 'Silver' })).toHaveCount(0);
  const first = page.locator('tbody').getByRole('row').first();
  await press(page, first.getByRole('link', { name: /^Add to compare / }));
  await expect(first.getByRole('link', { name: /^Remove / })).toBeFocused();
  await press(page, first.getByRole('link', { name: /^Choose / }));
  await arrive(page, 'Enroll');
  await press(page, page.getByRole('button', { name: 'Enroll', exact: true }));
  await arrive(page, 'Enrolled in a health plan');
});
