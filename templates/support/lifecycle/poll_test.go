package lifecycle

import (
	"testing"
	"time"
)

func TestWhereFilesAreWatched(t *testing.T) {
	for _, row := range []struct {
		system string
		o      Options
		want   time.Duration
	}{
		{"linux", Options{Watch: []string{"a"}}, 0},
		{"linux", Options{Watch: []string{"a"}, Poll: time.Second}, time.Second},
		{"windows", Options{Watch: []string{"a"}}, 10 * time.Second},
		{"windows", Options{Watch: []string{"a"}, Poll: time.Second}, time.Second},
		{"windows", Options{Poll: time.Second}, 0},
	} {
		if got := pollEvery(row.system, row.o); got != row.want {
			t.Errorf("%+v: %v", row, got)
		}
	}
}
