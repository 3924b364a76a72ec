/** How often somebody may fail, or ask, and what many may hold. */
package io.kriten.apitoken.api.limits;
