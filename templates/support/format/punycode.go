package format

import (
	"strings"
	"unicode/utf8"
)

// The parameters of Punycode (RFC 3492).
const (
	punyBase    = 36
	punyLeast   = 1
	punyMost    = 26
	punySkew    = 38
	punyDamp    = 700
	punyBias    = 72
	punyFirst   = 128
	punyDigits  = "abcdefghijklmnopqrstuvwxyz0123456789"
	punyLargest = 1 << 40 // beyond any number that a label can lead to
)

// decodePunycode reads lower-case Punycode of at most a label's length.
func decodePunycode(text string) (letters []rune, ok bool) {
	if last := strings.LastIndexByte(text, '-'); last >= 0 {
		letters, text = []rune(text[:last]), text[last+1:]
	}
	c, at, bias := punyFirst, 0, punyBias
	for first := true; text != ""; first = false {
		delta, rest, ok := punyNumber(text, bias)
		if !ok {
			return nil, false
		}
		text = rest
		count := len(letters) + 1
		bias = punyAdapt(delta, count, first)
		at += delta
		c += at / count
		at %= count
		if c > utf8.MaxRune || !utf8.ValidRune(rune(c)) {
			return nil, false
		}
		letters = append(letters[:at], append([]rune{rune(c)}, letters[at:]...)...)
		at++
	}
	return letters, len(letters) > 0
}

// punyNumber reads one number of variable length.
func punyNumber(text string, bias int) (n int, rest string, ok bool) {
	weight := 1
	for i := range len(text) {
		digit := strings.IndexByte(punyDigits, text[i])
		threshold := punyThreshold(i, bias)
		if digit < 0 || weight > punyLargest {
			return 0, "", false
		}
		n += digit * weight
		if digit < threshold {
			return n, text[i+1:], n <= punyLargest
		}
		weight *= punyBase - threshold
	}
	return 0, "", false
}

func punyThreshold(index, bias int) int {
	return min(max((index+1)*punyBase-bias, punyLeast), punyMost)
}

func punyAdapt(delta, count int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / count
	k := 0
	for delta > (punyBase-punyLeast)*punyMost/2 {
		delta /= punyBase - punyLeast
		k += punyBase
	}
	return k + (punyBase-punyLeast+1)*delta/(delta+punySkew)
}

// encodePunycode is false for labels that are too long to be any.
func encodePunycode(letters []rune) (string, bool) {
	if len(letters) == 0 || len(letters) > maxLabel {
		return "", false
	}
	var text []byte
	for _, c := range letters {
		if c < punyFirst {
			text = append(text, byte(c))
		}
	}
	done, first := len(text), len(text)
	if done > 0 {
		text = append(text, '-')
	}
	c, delta, bias := rune(punyFirst), 0, punyBias
	for done < len(letters) {
		next := smallestFrom(letters, c)
		delta += int(next-c) * (done + 1)
		for _, l := range letters {
			if l < next {
				delta++
			}
			if l == next {
				text = appendPunyNumber(text, delta, bias)
				bias = punyAdapt(delta, done+1, done == first)
				delta = 0
				done++
			}
		}
		delta++
		c = next + 1
	}
	return string(text), true
}

// smallestFrom gives the smallest letter that isn't below c.
func smallestFrom(letters []rune, c rune) rune {
	smallest := rune(utf8.MaxRune)
	for _, l := range letters {
		if l >= c {
			smallest = min(smallest, l)
		}
	}
	return smallest
}

func appendPunyNumber(text []byte, n, bias int) []byte {
	for i := 0; ; i++ {
		threshold := punyThreshold(i, bias)
		if n < threshold {
			return append(text, punyDigits[n])
		}
		text = append(text, punyDigits[threshold+(n-threshold)%(punyBase-threshold)])
		n = (n - threshold) / (punyBase - threshold)
	}
}
