package report

import (
	"slices"

	"github.com/pmezard/go-difflib/difflib"
)

// change says that lines [a0, a1) of one text became lines [b0, b1) of another.
type change struct{ a0, a1, b0, b1 int }

// together returns how many of the changes belong into one hunk: those that are so near to each
// other that the lines around them meet.
func together(all []change) int {
	n := 1
	for n < len(all) && all[n].a0-all[n-1].a1 <= 2*diffContext {
		n++
	}
	return n
}

const (
	// anchor is how many equal lines in a row show that two texts are in step again.
	anchor = 3
	// maxStray is how many lines of both texts together are searched for such a place.
	maxStray = 2000
)

// changes returns how one text becomes another that is much like it. A general comparison takes
// minutes for specs of 300,000 lines, so the texts are walked in step, and only what stands between
// two places where they are is compared.
func changes(a, b []string) []change {
	var all []change
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		m, n := stray(a[i:], b[j:])
		all = append(all, compare(a[i:i+m], b[j:j+n], i, j)...)
		i, j = i+m, j+n
	}
	return all
}

// stray returns the least numbers of lines after which two texts are in step again; all of them if
// that is nowhere near.
func stray(a, b []string) (m, n int) {
	for both := 1; both <= maxStray; both++ {
		for m := max(0, both-len(b)); m <= min(both, len(a)); m++ {
			if inStep(a[m:], b[both-m:]) {
				return m, both - m
			}
		}
	}
	return len(a), len(b)
}

func inStep(a, b []string) bool {
	if len(a) < anchor || len(b) < anchor {
		return slices.Equal(a, b)
	}
	return slices.Equal(a[:anchor], b[:anchor])
}

// compare returns the changes within a piece that begins at the lines i and j of its texts.
func compare(a, b []string, i, j int) []change {
	if len(a)+len(b) > maxStray {
		return []change{{i, i + len(a), j, j + len(b)}}
	}
	var found []change
	for _, code := range difflib.NewMatcher(a, b).GetOpCodes() {
		if code.Tag != 'e' {
			found = append(found, change{i + code.I1, i + code.I2, j + code.J1, j + code.J2})
		}
	}
	return found
}
