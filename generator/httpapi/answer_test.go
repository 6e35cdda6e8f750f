package httpapi

import (
	"slices"
	"testing"
)

func TestStatusCode(t *testing.T) {
	for status, want := range map[string]int{
		"default": 0, "404": 404, "4XX": 4, "5xx": 5, "100": 100, "599": 599,
		"": -1, "0XX": -1, "6XX": -1, "99": -1, "600": -1, "4X": -1, "-200": -1, "Default": -1, "ok": -1,
	} {
		if got, ok := StatusCode(status); ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %d %v", status, got, ok)
		}
	}
}

func TestSuccesses(t *testing.T) {
	for _, test := range []struct{ codes, want []int }{
		{[]int{0, 200, 404, 204, 301}, []int{200, 204}},
		{[]int{2, 0}, []int{2}},
		{[]int{302, 404, 0}, []int{302}},
		{[]int{3, 101, 5}, []int{3, 101}},
		{[]int{404, 0}, []int{0}},
		{[]int{404, 5}, nil},
		{nil, nil},
	} {
		var got []int
		for i, success := range Successes(test.codes) {
			if success {
				got = append(got, test.codes[i])
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.codes, got, test.want)
		}
	}
}

func TestProduces(t *testing.T) {
	for _, test := range []struct {
		successes [][]string
		want      []string
	}{
		{nil, nil},
		{[][]string{{"a/b", "c/d"}, {"c/d", "e/f"}}, []string{"a/b", "c/d", "e/f"}},
		{[][]string{{"a/b"}, {}}, nil},
	} {
		if got := Produces(test.successes); !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.successes, got, test.want)
		}
	}
}
