package io.kriten.apitoken.api.index;

import io.kriten.apitoken.api.lastuse.UsedToken;
import io.kriten.apitoken.keys.Digest;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.StampedLock;

/**
 * Entries by the digest of their current key. Readers take no lock but while the table grows;
 * writers take turns, which is for their caller to see to.
 *
 * <p>Not a ConcurrentHashMap: there a node and a key lie between a digest and its entry. With
 * 250,000 tokens neither is in any cache, and every request pays for both.
 */
final class DigestTable {

  private static final int FIRST_BUCKETS = 1 << 10;
  private static final int MAX_BUCKETS = 1 << 30;

  private final StampedLock growth = new StampedLock();

  private volatile AtomicReferenceArray<Entry> buckets = new AtomicReferenceArray<>(FIRST_BUCKETS);

  private int size;

  /** What an entry has of a table: the words of its digest, and the next one in its bucket. */
  abstract static class Link extends UsedToken {

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;
    volatile Entry next;

    /**
     * @param digest of the current key; null without one, and then it can be in no table
     */
    Link(UsedToken earlier, Digest digest) {
      super(earlier);
      this.first = digest == null ? 0 : digest.word(0);
      this.second = digest == null ? 0 : digest.word(1);
      this.third = digest == null ? 0 : digest.word(2);
      this.fourth = digest == null ? 0 : digest.word(3);
    }

    final boolean isOf(Digest digest) {
      return digest.is(first, second, third, fourth);
    }

    final int bucket(int buckets) {
      return DigestTable.bucket(Digest.hash(first), buckets);
    }
  }

  private static int bucket(int hash, int buckets) {
    return hash & (buckets - 1);
  }

  /** The entry of that digest, or null. */
  Entry find(Digest digest) {
    long stamp = growth.tryOptimisticRead();
    Entry found = look(digest);
    if (found != null || growth.validate(stamp)) {
      return found;
    }
    // A table that grows may lead past what is there.
    stamp = growth.readLock();
    try {
      return look(digest);
    } finally {
      growth.unlockRead(stamp);
    }
  }

  private Entry look(Digest digest) {
    AtomicReferenceArray<Entry> table = buckets;
    Entry entry = table.get(bucket(digest.hashCode(), table.length()));
    while (entry != null && !entry.isOf(digest)) {
      entry = entry.next;
    }
    return entry;
  }

  /**
   * Puts in an entry that never was in a table, in place of the one that is found by its digest, if
   * there is one.
   */
  void put(Digest digest, Entry entry) {
    Entry known = find(digest);
    if (known != null) {
      entry.next = known.next;
      relink(known, entry);
      return;
    }
    if (size >= buckets.length() && size < MAX_BUCKETS) {
      grow();
    }
    push(buckets, entry);
    size++;
  }

  private static void push(AtomicReferenceArray<Entry> table, Entry entry) {
    int bucket = entry.bucket(table.length());
    entry.next = table.get(bucket);
    table.set(bucket, entry);
  }

  /** Takes out an entry that is in it. Who reads it at this moment still finds its next one. */
  void remove(Entry entry) {
    relink(entry, entry.next);
    size--;
  }

  private void relink(Entry from, Entry to) {
    AtomicReferenceArray<Entry> table = buckets;
    int bucket = from.bucket(table.length());
    Entry before = table.get(bucket);
    if (before == from) {
      table.set(bucket, to);
      return;
    }
    while (before.next != from) {
      before = before.next;
    }
    before.next = to;
  }

  private void grow() {
    AtomicReferenceArray<Entry> small = buckets;
    AtomicReferenceArray<Entry> large = new AtomicReferenceArray<>(2 * small.length());
    long stamp = growth.writeLock();
    try {
      for (int i = 0; i < small.length(); i++) {
        Entry entry = small.get(i);
        while (entry != null) {
          Entry next = entry.next;
          push(large, entry);
          entry = next;
        }
      }
      buckets = large;
    } finally {
      growth.unlockWrite(stamp);
    }
  }
}
