//go:build !race

package pagination_test

const raceDetector = false
