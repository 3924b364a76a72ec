/** The installation's own CA, and the certificate that the REST API serves with. */
package io.kriten.apitoken.operator.tls;
