package value

import (
	"math/big"
	"math/bits"
	"strings"
)

// small gives the digits as one whole number, if 64 bits hold it.
func (n number) small() (v uint64, ok bool) {
	for i := range len(n.digits) {
		if n.digits[i] == '.' {
			continue
		}
		high, low := bits.Mul64(v, 10)
		sum, carry := bits.Add64(low, uint64(n.digits[i]-'0'), 0)
		if high+carry > 0 {
			return 0, false
		}
		v = sum
	}
	return v, true
}

// modulo gives the remainder of the digits, read as one whole number.
func (n number) modulo(m uint64) (rest uint64) {
	for i := range len(n.digits) {
		if n.digits[i] != '.' {
			high, low := bits.Mul64(rest, 10)
			sum, carry := bits.Add64(low, uint64(n.digits[i]-'0'), 0)
			rest = bits.Rem64(high+carry, sum, m)
		}
	}
	return rest
}

// power10 gives 10^n modulo m.
func power10(n int64, m uint64) uint64 {
	result, base := 1%m, 10%m
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = multiply(result, base, m)
		}
		base = multiply(base, base, m)
	}
	return result
}

// multiply gives a·b modulo m.
func multiply(a, b, m uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return bits.Rem64(high, low, m)
}

// isMultipleOfBig is for a divisor that 64 bits don't hold.
func (n number) isMultipleOfBig(m number, shift int64) bool {
	divisor, _ := new(big.Int).SetString(strings.Replace(m.digits, ".", "", 1), 10)
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(shift), divisor)
	rest := n.moduloBig(divisor)
	return rest.Mod(rest.Mul(rest, power), divisor).Sign() == 0
}

// moduloBig takes the digits 18 at a time, so that a million of them cost a million steps.
func (n number) moduloBig(m *big.Int) *big.Int {
	const group = 18
	rest, chunk, unit := new(big.Int), new(big.Int), new(big.Int)
	digits := strings.Replace(n.digits, ".", "", 1)
	for len(digits) > 0 {
		size := min(group, len(digits))
		part := number{digits: digits[:size]}
		v, _ := part.small()
		rest.Mul(rest, unit.SetUint64(uint64(pow10(size))))
		rest.Mod(rest.Add(rest, chunk.SetUint64(v)), m)
		digits = digits[size:]
	}
	return rest
}
