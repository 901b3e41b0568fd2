package com.millyweb.hub.knowledge;

/** Embeddings in the forms in which they are stored. */
final class Vectors {
  /**
   * What is smaller counts as nothing: models give such numbers, and Postgres refuses to multiply
   * them.
   */
  private static final float SMALLEST = 1e-15f;

  /** In parts of the deviation of a coordinate; chosen by trial, 0.3 to 0.7 are as good. */
  private static final double STEP = 0.4;

  private Vectors() {}

  /** The embedding with the length 1. */
  static float[] unit(float[] embedding) {
    double square = 0;
    for (float each : embedding) {
      square += (double) each * each;
    }
    double length = Math.sqrt(square);
    if (!(length > 0) || Double.isInfinite(length)) {
      throw new IllegalArgumentException("An embedding has the length " + length);
    }
    float[] unit = new float[embedding.length];
    for (int i = 0; i < unit.length; i++) {
      float each = (float) (embedding[i] / length);
      unit[i] = Math.abs(each) < SMALLEST ? 0 : each;
    }
    return unit;
  }

  /** As Postgres writes an array. */
  static String array(float[] unit) {
    var text = new StringBuilder(unit.length * 12).append('{');
    for (int i = 0; i < unit.length; i++) {
      text.append(i == 0 ? "" : ",").append(unit[i]);
    }
    return text.append('}').toString();
  }

  /**
   * Two bits a coordinate: whether it is above a step below zero, and above one over it. How many
   * bits differ goes with the angle, and better so than with one bit.
   */
  static String code(float[] unit) {
    double step = STEP / Math.sqrt(unit.length);
    var bits = new StringBuilder(2 * unit.length);
    for (float each : unit) {
      bits.append(each > step ? '1' : '0').append(each > -step ? '1' : '0');
    }
    return bits.toString();
  }
}
