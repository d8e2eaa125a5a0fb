// The whole story, once: a consumer authorizes the navigator, the navigator finds them under New, opens the record, sees it move and
// submits their application, the consumer reads of it, and the navigator loses them when the consumer says so.

import { say } from '../fixtures/catalog.ts';
import { mistyped } from '../fixtures/numbers.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Details, HEADINGS, openReceipt, Remove, STEPS, Wizard } from '../pages/assister.ts';
import { backToList, Clients } from '../pages/clients.ts';
import { arrive, expectNotFound, expectRefused, fact, path, visit } from '../pages/page.ts';

test(
  'a consumer authorizes the navigator, who opens the record and submits for them, until the consumer reads of it and removes them',
  { tag: ['@journey', '@postgres'] },
  async ({ actors, withNavigator }) => {
    const number = await actors.number(demo.navigator);
    const { page: consumer, who } = await actors.consumer();
    await expect(consumer.locator('main')).toContainText(say('account.nobody'));
    await consumer.getByRole('link', { name: 'Manage Assister', exact: true }).click();
    await arrive(consumer, 'Assister Details');
    const details = new Details(consumer);
    await expect(details.none).toBeVisible();
    await expect(details.historyHeading).toHaveCount(0);
    await details.add.click();
    await arrive(consumer, HEADINGS.number);
    expect(path(consumer)).toBe(STEPS.number);

    // A typing mistake is told apart, and what was typed is still there.
    const wizard = new Wizard(consumer);
    await wizard.lookUp(mistyped(number));
    await expectRefused(consumer, wizard.number, say('number.check'));
    await expect(wizard.number).toHaveValue(mistyped(number));
    expect(consumer.url()).not.toContain(mistyped(number));
    await wizard.lookUp(` ${number.slice(0, 3)}-${number.slice(3)} `);
    await arrive(consumer, HEADINGS.card);
    expect(path(consumer)).toBe(STEPS.card);
    await expect(fact(consumer, 'Organization')).toHaveText('Northern Lights Health Navigators');
    const name = await fact(consumer, 'Name').innerText();
    await wizard.next.click();
    await arrive(consumer, HEADINGS.agree);
    expect(path(consumer)).toBe(STEPS.agree);
    await expect(consumer.locator('main')).toContainText(`You are choosing ${name} to help you`);

    // Another name than the account's is refused, and both answers are still there.
    await wizard.fillIn('Somebody Else');
    await wizard.confirm.click();
    await expectRefused(consumer, wizard.typedName, say('agree.name_different', { name: who.name }));
    await expect(wizard.typedName).toHaveValue('Somebody Else');
    await expect(wizard.checkbox).toBeChecked();
    expect(consumer.url()).not.toContain('Somebody');
    await wizard.typedName.fill(who.name);

    await withNavigator(async () => {
      try {
        await wizard.confirm.click();
        expect(await wizard.done()).toBe(name);
        await openReceipt(consumer);
        await expect(fact(consumer, say('receipt.typed'))).toHaveText(who.name);

        const navigator = await actors.demo(demo.navigator);
        const clients = new Clients(navigator);
        await clients.open('new');
        expect([await clients.count('new'), await clients.count('in-progress'), await clients.count('all')]).toEqual([24, 41, 65]);
        await clients.search(who.name);
        await clients.found(who.name, [who.name]);
        await clients.client(who.name).click();
        await arrive(navigator, who.name);
        await expect(navigator.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
        const record = path(navigator);
        await backToList(navigator).click();
        await clients.arrived();
        expect([await clients.count('new'), await clients.count('in-progress'), await clients.count('all')]).toEqual([23, 42, 65]);
        // The way back leads to the same search in New, where the client no longer is.
        await clients.found(who.name, []);
        await new Application(navigator, `${record}/application`).submitFor({ name: who.name, income: '39000' }, name);

        // What the navigator did is new to the consumer until they say that they read it.
        await visit(consumer, '/account');
        await expect(consumer.locator('main')).toContainText(say('account.helped', { name }));
        await expect(consumer.getByText('2 new notices', { exact: true })).toBeVisible();
        await consumer.getByRole('link', { name: 'Read your notices', exact: true }).click();
        await arrive(consumer, 'Notices');
        const fresh = consumer.locator('main strong').filter({ hasText: /^New$/ });
        await expect(fresh).toHaveCount(2);
        const read = consumer.getByRole('button', { name: 'Mark all as read', exact: true });
        await read.click();
        await expect(read).toHaveCount(0);
        await arrive(consumer, 'Notices');
        await expect(fresh).toHaveCount(0);

        await new Remove(consumer).remove();
        await expect(consumer.locator('main')).toContainText(say('details.removed', { name }));
        await expectNotFound(navigator, record);
        await clients.open('in-progress');
        expect([await clients.count('new'), await clients.count('in-progress'), await clients.count('all')]).toEqual([23, 41, 64]);
      } finally {
        // Others count the navigator's clients: also when this test fails, the consumer is gone again.
        await visit(consumer, '/account/assister/remove');
        const remove = new Remove(consumer).button;
        if (await remove.isVisible()) await remove.click();
        await arrive(consumer, 'Assister Details');
      }
    });
    await visit(consumer, '/account');
    await expect(consumer.locator('main')).toContainText(say('account.nobody'));
  },
);
