// The resource center: queues, assisters, brokers, staff accounts, consumers.

import { expect, type Locator, type Page } from '@playwright/test';
import { letters } from '../fixtures/people.ts';
import { bar } from './header.ts';
import { arrive, visit } from './page.ts';

/** A broker as BSL writes one down, like no other test's. */
export interface Broker {
  name: string;
  fields: Record<string, string>;
}

export function broker(): Broker {
  const own = letters();
  const digits = Array.from(own, (letter) => String(letter.charCodeAt(0) % 10)).join('');
  const last = `Sandberg${own}`;
  return {
    name: `Erik ${last}`,
    fields: {
      NPN: digits,
      License: `MN-${digits}`,
      'First name': 'Erik',
      'Last name': last,
      'Certification email': `e.${own}@brokers.example.test`,
      'Training ID': `B-${own.toUpperCase()}`,
      Phone: '(320) 555-0111',
      Email: 'office@brokers.example.test',
      City: 'Willmar',
      'Languages spoken': 'English',
      Agency: `Agency ${own}`,
    },
  };
}

export class Center {
  constructor(readonly page: Page) {}

  button(name: string): Locator {
    return this.page.locator('main').getByRole('button', { name, exact: true });
  }

  tab(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Resource center' }).getByRole('link', { name: new RegExp(`^${name}`) });
  }

  field(name: string): Locator {
    return this.page.locator('main').getByLabel(name, { exact: true });
  }

  /** Searches an assister and opens their page. */
  async openAssister(first: string, last: string): Promise<void> {
    await visit(this.page, '/resource-center/assisters');
    await arrive(this.page, 'Assisters');
    await this.page.getByRole('textbox', { name: 'Search assisters and organizations' }).fill(`${first} ${last}`);
    await this.button('Search').click();
    await expect(this.page).toHaveURL(/\?q=[0-9a-f-]{36}$/);
    await this.page.getByRole('link', { name: `${first} ${last}`, exact: true }).click();
    await arrive(this.page, `${first} ${last}`);
  }

  /** Searches an organization and opens its page. */
  async openOrganization(name: string): Promise<void> {
    await visit(this.page, '/resource-center');
    await bar(this.page).getByRole('link', { name: 'Organizations', exact: true }).click();
    await arrive(this.page, 'Organizations');
    await this.page.getByRole('textbox', { name: 'Search organizations and agency contacts' }).fill(name);
    await this.button('Search').click();
    await expect(this.page).toHaveURL(/\?q=[0-9a-f-]{36}$/);
    await this.page.locator('tbody').getByRole('link', { name, exact: true }).click();
    await arrive(this.page, name);
  }

  /** Finds a consumer by the three identifiers. */
  async find(name: string, born: string, email: string): Promise<void> {
    await visit(this.page, '/resource-center/consumers');
    await arrive(this.page, 'Find a consumer');
    await this.field('Full name').fill(name);
    await this.field('Date of birth').fill(born);
    await this.field('Email of their account').fill(email);
    await this.button('Find').click();
  }

  /** Goes to the page of somebody who stands in a queue, on whichever of its pages. */
  async openFromQueue(queue: 'Ready to enroll' | 'To confirm', name: string): Promise<void> {
    await visit(this.page, '/resource-center');
    await this.tab(queue).click();
    await expect(this.tab(queue)).toHaveAttribute('aria-current', 'page');
    const who = this.page.locator('tbody').getByRole('link', { name, exact: true });
    const next = this.page.locator('a[rel="next"]');
    while (!(await who.count())) {
      expect(await next.count(), `${name} stands in “${queue}”`).toBeGreaterThan(0);
      const href = (await next.getAttribute('href'))!;
      await visit(this.page, href.startsWith('?') ? `/resource-center${href}` : href);
    }
    await who.click();
    await arrive(this.page, name);
  }

  async says(text: string | RegExp): Promise<void> {
    await expect(this.page.locator('main')).toContainText(text);
  }
}
