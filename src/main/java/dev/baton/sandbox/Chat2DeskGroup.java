package dev.baton.sandbox;

import java.util.List;

/** A group of operators of the simulated Chat2Desk. */
record Chat2DeskGroup(long id, String name, List<Long> operators) {
}
