/** The documented HTTP endpoints over ApiToken resources. */
package io.kriten.apitoken.api;
