//! Amounts by proportion, exactly.

use super::Amount;

/// `amount` × `part` ÷ `whole`, rounded half away from zero; zero where `whole` is.
pub fn proportion(amount: Amount, part: Amount, whole: Amount) -> Amount {
    if whole.0 == 0 {
        return Amount::ZERO;
    }
    let negative = (amount.0 < 0) ^ (part.0 < 0) ^ (whole.0 < 0);
    let divisor = whole.0.unsigned_abs();
    let (high, low) = product(amount.0.unsigned_abs(), part.0.unsigned_abs());
    let (quotient, rest) = quotient(high, low, divisor);
    let up = rest >= divisor - rest;
    let magnitude = quotient.saturating_add(u128::from(up));
    let magnitude = i128::try_from(magnitude).unwrap_or(i128::MAX);
    Amount(if negative { -magnitude } else { magnitude })
}

/// Shares an amount out by weights: the shares add up to it exactly. Without any weight they are equal.
pub fn shared(amount: Amount, weights: &[Amount]) -> Vec<Amount> {
    let positive = |weight: &Amount| Amount(weight.0.max(0));
    let whole: Amount = weights.iter().map(positive).sum();
    let weights: Vec<Amount> = if whole == Amount::ZERO {
        vec![Amount::units(1); weights.len()]
    } else {
        weights.iter().map(positive).collect()
    };
    let whole: Amount = weights.iter().copied().sum();
    let mut shares = Vec::with_capacity(weights.len());
    // Each share is what is due up to it less what was given: rounding never accumulates.
    let (mut due_for, mut given) = (Amount::ZERO, Amount::ZERO);
    for weight in &weights {
        due_for += *weight;
        let share = proportion(amount, due_for, whole) - given;
        given += share;
        shares.push(share);
    }
    shares
}

/// Of two numbers, 256 bits.
fn product(one: u128, other: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a, b) = (one >> 64, one & LOW);
    let (c, d) = (other >> 64, other & LOW);
    let (low, middle_one, middle_other) = (b * d, a * d, b * c);
    let middle = (low >> 64) + (middle_one & LOW) + (middle_other & LOW);
    let high = a * c + (middle_one >> 64) + (middle_other >> 64) + (middle >> 64);
    (high, (middle << 64) | (low & LOW))
}

/// Quotient, at most 128 bits of it, and rest, by long division.
fn quotient(high: u128, low: u128, divisor: u128) -> (u128, u128) {
    if high == 0 {
        return (low / divisor, low % divisor);
    }
    let mut rest = high % divisor;
    let mut quotient: u128 = 0;
    for bit in (0..128).rev() {
        let carry = rest >> 127;
        rest = (rest << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if carry == 1 || rest >= divisor {
            rest = rest.wrapping_sub(divisor);
            quotient |= 1;
        }
    }
    (quotient, rest)
}

#[cfg(test)]
mod tests {
    use super::super::testing::exact;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn proportions_are_exact_beyond_128_bits() {
        let of = |amount: &str, part: &str, whole: &str| {
            proportion(exact(amount), exact(part), exact(whole)).to_string()
        };
        assert_eq!(of("4000000", "9000000000", "3"), "12000000000000000");
        assert_eq!(of("1", "1", "3"), "0.333333333333333333");
        assert_eq!(of("2", "1", "3"), "0.666666666666666667");
        assert_eq!(of("-2", "1", "3"), "-0.666666666666666667");
        assert_eq!(of("5", "1", "0"), "0");
        assert_eq!(
            of("123456.789", "0.000000000000000007", "0.000000000000000007"),
            "123456.789"
        );
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_whole(
            amount in -1_000_000_000_000_000_000_000_i128..1_000_000_000_000_000_000_000,
            weights in prop::collection::vec(-1_000_i64..1_000_000, 1..20),
        ) {
            let weights: Vec<Amount> = weights.into_iter().map(Amount::from_micros).collect();
            let shares = shared(Amount(amount), &weights);
            prop_assert_eq!(shares.iter().copied().sum::<Amount>(), Amount(amount));
            prop_assert_eq!(shares.len(), weights.len());
        }

        #[test]
        fn a_proportion_and_back_is_the_same(amount in -1_000_000_000_i64..1_000_000_000, part in 1_i64..1_000_000) {
            let (amount, part) = (Amount::from_micros(amount), Amount::from_micros(part));
            let there = proportion(amount, part, Amount::units(1));
            let back = proportion(there, Amount::units(1), part);
            // Rounding there is at most half a unit of the last place, which the way back magnifies.
            let bound = Amount::units(1).0 / part.0 + 1;
            prop_assert!((back.0 - amount.0).abs() <= bound, "{back} {amount}");
        }
    }
}
