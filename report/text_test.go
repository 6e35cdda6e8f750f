package report

import "testing"

func TestTextGolden(t *testing.T) {
	golden(t, "shop.txt", printed(t, Text, shopSummary(t), Options{Width: 100}))
	golden(t, "shop-color.txt", printed(t, Text, shopSummary(t), Options{Width: 100, Color: true}))
}
