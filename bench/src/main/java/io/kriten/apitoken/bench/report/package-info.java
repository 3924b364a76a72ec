/** Figures as people read them: tables in the documents, and a picture. */
package io.kriten.apitoken.bench.report;
