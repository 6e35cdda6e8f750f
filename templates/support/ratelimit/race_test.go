//go:build race

package ratelimit_test

// raceDetector is on, and allocates for itself: what a decision costs can't be counted.
const raceDetector = true
