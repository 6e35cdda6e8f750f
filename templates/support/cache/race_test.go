//go:build race

package cache_test

// raceDetector is on, and allocates for itself.
const raceDetector = true
