/** HTTPS with certificates from files, which may change while it serves. */
package io.kriten.apitoken.api.tls;
