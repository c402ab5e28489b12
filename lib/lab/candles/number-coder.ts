/**
 * Whole numbers from 0 to 2^31 - 1 in few bytes: an adaptive binary range coder, as in LZMA. Every figure is computed
 * exactly, so that all machines read and write the same bytes.
 */

/** Bits of a probability, and how fast one follows what it sees. */
const PROBABILITY_BITS = 12;
const CERTAIN = 2 ** PROBABILITY_BITS;
const RATE = 5;
/** The range has 30 bits, which engines compute with fastest, and gives a byte away below the smallest one. */
const LARGEST_RANGE = 2 ** 30;
const SMALLEST_RANGE = 2 ** 22;
/** Lengths in bits, 0 to 31, and a place for the decision between longer and shorter than expected. */
const LONGEST = 31;
const DIRECTION = 32;
const PLACES = 64;
/** Bits that are zero as often as one are coded so many at once. */
const EVEN_BITS = 12;
/** Levels of a column's recent mean: two for each doubling. */
const LEVELS = 64;
/** How many of the last numbers the mean is of, about. */
const MEAN_OF = 8;

/**
 * What has been seen of a column: how long its numbers are, by their recent mean, and their second bit, by length.
 * Numbers of a quiet hour so take fewer bits than those of a busy one. A length is found by steps from the expected
 * one, up or down, each of which is a decision.
 */
export class ColumnModel {
  /** Probabilities of a zero, in 4,096ths. */
  readonly lengths = createProbabilities();
  readonly seconds = createProbabilities();
  private mean = 0;

  /** Level of the recent mean: two for each doubling. */
  get level(): number {
    const twice = Math.min(Math.floor(this.mean * 2), 2 ** 31 - 1);
    const length = 32 - Math.clz32(twice);
    return length < 2 ? length : length * 2 - 2 + ((twice >>> (length - 2)) & 1);
  }

  add(value: number): void {
    this.mean += (value - this.mean) / MEAN_OF;
  }
}

export class NumberWriter {
  private bytes = new Uint8Array(2 ** 16);
  private size = 0;
  private low = 0;
  private range = LARGEST_RANGE - 1;
  /** The last byte, null before the first, and how many of 255 follow it, until it is known whether a carry comes. */
  private last: number | null = null;
  private waiting = 0;

  write(model: ColumnModel, value: number): void {
    const { level, lengths, seconds } = model;
    model.add(value);
    const [at, expected] = [level * PLACES, level >> 1];
    const length = 32 - Math.clz32(value);
    if (expected > 0) this.writeBit(lengths, at + DIRECTION, length < expected ? 1 : 0);
    if (length < expected) {
      for (let step = expected - 1; step > 0; step -= 1) {
        this.writeBit(lengths, at + step, step > length ? 1 : 0);
        if (step === length) break;
      }
    } else {
      for (let step = expected; step < LONGEST; step += 1) {
        this.writeBit(lengths, at + step, step < length ? 1 : 0);
        if (step === length) break;
      }
    }
    if (length > 1) this.writeBit(seconds, at + length, (value >>> (length - 2)) & 1);
    for (let rest = length - 2; rest > 0; rest -= EVEN_BITS) {
      const bits = Math.min(rest, EVEN_BITS);
      this.range >>>= bits;
      this.low += this.range * ((value >>> (rest - bits)) & (2 ** bits - 1));
      this.moveBytes();
    }
  }

  /** Ends the text and returns its bytes. */
  finish(): Uint8Array {
    for (let byte = 0; byte < 5; byte += 1) this.moveByte();
    return this.bytes.slice(0, this.size);
  }

  private writeBit(probabilities: Uint16Array, index: number, bit: number): void {
    const zero = probabilities[index] as number;
    const bound = (this.range >>> PROBABILITY_BITS) * zero;
    if (bit === 0) this.range = bound;
    else {
      this.low += bound;
      this.range -= bound;
    }
    probabilities[index] = follow(zero, bit);
    this.moveBytes();
  }

  private moveBytes(): void {
    while (this.range < SMALLEST_RANGE) {
      this.range <<= 8;
      this.moveByte();
    }
  }

  private moveByte(): void {
    const carry = this.low >= LARGEST_RANGE ? 1 : 0;
    if (carry === 1 || this.low < SMALLEST_RANGE * 255) {
      if (this.last !== null) this.append(this.last + carry);
      for (; this.waiting > 0; this.waiting -= 1) this.append(255 + carry);
      this.last = (this.low >>> 22) & 255;
    } else this.waiting += 1;
    this.low = (this.low % SMALLEST_RANGE) * 256;
  }

  private append(byte: number): void {
    if (this.size === this.bytes.length) {
      const larger = new Uint8Array(this.size * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.size] = byte;
    this.size += 1;
  }
}

export class NumberReader {
  private at = 0;
  private rest: number;
  private range = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.rest = (bytes[0] ?? 0) >> 2;
    for (let byte = 0; byte < 3; byte += 1) this.takeByte();
    this.range = LARGEST_RANGE - 1;
  }

  /** The next number. After the end numbers are arbitrary. */
  read(model: ColumnModel): number {
    const { level, lengths, seconds } = model;
    const at = level * PLACES;
    let length = level >> 1;
    if (length > 0 && this.readBit(lengths, at + DIRECTION) === 1) {
      do length -= 1;
      while (length > 0 && this.readBit(lengths, at + length) === 1);
    } else while (length < LONGEST && this.readBit(lengths, at + length) === 1) length += 1;
    let value = length === 0 ? 0 : 1;
    if (length > 1) value = 2 + this.readBit(seconds, at + length);
    for (let rest = length - 2; rest > 0; rest -= EVEN_BITS) {
      const bits = Math.min(rest, EVEN_BITS);
      this.range >>>= bits;
      const even = Math.floor(this.rest / this.range);
      this.rest -= even * this.range;
      value = value * 2 ** bits + even;
      while (this.range < SMALLEST_RANGE) this.takeByte();
    }
    model.add(value);
    return value;
  }

  private readBit(probabilities: Uint16Array, index: number): number {
    const zero = probabilities[index] as number;
    const bound = (this.range >>> PROBABILITY_BITS) * zero;
    const bit = this.rest < bound ? 0 : 1;
    if (bit === 0) this.range = bound;
    else {
      this.rest -= bound;
      this.range -= bound;
    }
    probabilities[index] = follow(zero, bit);
    while (this.range < SMALLEST_RANGE) this.takeByte();
    return bit;
  }

  /** Eight more bits: 30 are no whole bytes, so that they are parts of two. */
  private takeByte(): void {
    const high = this.bytes[this.at] as number;
    const low = this.bytes[this.at + 1] as number;
    this.rest = (this.rest << 8) | ((high << 6) & 255) | (low >> 2);
    this.range <<= 8;
    this.at += 1;
  }
}

function createProbabilities(): Uint16Array {
  return new Uint16Array(LEVELS * PLACES).fill(CERTAIN / 2);
}

/** Neither of both values ever becomes impossible. */
function follow(zero: number, bit: number): number {
  return bit === 0 ? zero + ((CERTAIN - zero) >> RATE) : zero - (zero >> RATE);
}
