package tree

import (
	"math/big"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"go.yaml.in/yaml/v3"
)

// resolveScalar returns what a scalar means by the core schema of YAML 1.2, which OpenAPI asks
// for: yes, on and NO are text, and so are dates. tagged says that a tag stands before it.
func resolveScalar(n *yaml.Node, tagged bool) (spec.ValueKind, string) {
	if tagged {
		return resolveTagged(n)
	}
	if n.Style != 0 {
		return spec.Str, n.Value
	}
	return resolvePlain(n.Value)
}

func resolveTagged(n *yaml.Node) (spec.ValueKind, string) {
	kind, text := resolvePlain(n.Value)
	wanted := map[string]spec.ValueKind{"!!null": spec.Null, "!!bool": spec.Bool, "!!int": spec.Num, "!!float": spec.Num}
	if want, ok := wanted[n.Tag]; ok && kind == want && n.Style&yaml.TaggedStyle != 0 {
		return kind, text
	}
	return spec.Str, n.Value
}

func resolvePlain(text string) (spec.ValueKind, string) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return spec.Null, ""
	case "true", "True", "TRUE":
		return spec.Bool, "true"
	case "false", "False", "FALSE":
		return spec.Bool, "false"
	}
	if c := text[0]; c == '-' || c == '+' || c == '.' || '0' <= c && c <= '9' {
		if number, ok := resolveNumber(text); ok {
			return spec.Num, number
		}
	}
	return spec.Str, text
}

// resolveNumber returns a number as JSON writes it, as it stands if that is JSON already. What
// JSON can't say (.inf, .nan) stays as written.
func resolveNumber(text string) (number string, ok bool) {
	if digits, ok := strings.CutPrefix(text, "0x"); ok {
		return wholeNumber(digits, 16, "0123456789abcdefABCDEF")
	}
	if digits, ok := strings.CutPrefix(text, "0o"); ok {
		return wholeNumber(digits, 8, "01234567")
	}
	sign, rest := "", text
	if rest[0] == '-' || rest[0] == '+' {
		sign, rest = strings.TrimPrefix(rest[:1], "+"), rest[1:]
	}
	switch rest {
	case ".inf", ".Inf", ".INF":
		return text, true
	case ".nan", ".NaN", ".NAN":
		return text, rest == text
	}
	return decimalNumber(sign, rest)
}

// longestWhole bounds the work of converting digits.
const longestWhole = 256

func wholeNumber(digits string, base int, allowed string) (string, bool) {
	if digits == "" || len(digits) > longestWhole || strings.Trim(digits, allowed) != "" {
		return "", false
	}
	n, ok := new(big.Int).SetString(digits, base)
	if !ok {
		return "", false
	}
	return n.String(), true
}

// decimalNumber reads [0-9]* (\. [0-9]*)? ([eE] [-+]? [0-9]+)? with a digit in the mantissa.
func decimalNumber(sign, text string) (string, bool) {
	whole := text[:digitsEnd(text)]
	rest := text[len(whole):]
	fraction, point := strings.CutPrefix(rest, ".")
	if point {
		rest = fraction[digitsEnd(fraction):]
		fraction = fraction[:len(fraction)-len(rest)]
	} else {
		fraction = ""
	}
	if whole == "" && fraction == "" || !isExponent(rest) {
		return "", false
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction + rest, true
}

func isExponent(text string) bool {
	if text == "" {
		return true
	}
	if text[0] != 'e' && text[0] != 'E' {
		return false
	}
	digits := text[1:]
	if digits != "" && (digits[0] == '-' || digits[0] == '+') {
		digits = digits[1:]
	}
	return digits != "" && digitsEnd(digits) == len(digits)
}

func digitsEnd(text string) int {
	i := 0
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	return i
}
