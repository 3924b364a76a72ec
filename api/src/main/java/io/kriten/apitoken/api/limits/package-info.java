/** How often somebody may fail, or ask. */
package io.kriten.apitoken.api.limits;
