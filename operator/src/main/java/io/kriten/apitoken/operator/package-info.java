/** Turns ApiToken resources into keys, conditions and clean-up. */
package io.kriten.apitoken.operator;
