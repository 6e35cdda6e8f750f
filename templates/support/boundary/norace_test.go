//go:build !race

package boundary_test

const raceDetector = false
